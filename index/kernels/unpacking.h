/* Unpacks the blocks of postings: integers of the same number of bits in a row, the lowest bits
   first. Processors with AVX2 unpack eight at once; the results of both ways are equal. */

#ifndef WARRAQ_UNPACKING_H
#define WARRAQ_UNPACKING_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address)
#endif

/* Integer number k of eight that are packed in w bits each; eight take w bytes. */
static inline uint32_t packed_integer(const uint8_t* data, int w, ptrdiff_t k) {
    uint64_t window;
    memcpy(&window, data + (k * w >> 3), 8);
    return (uint32_t)(window >> (k * w & 7) & (((uint64_t)1 << w) - 1));
}

#if defined(__GNUC__) && defined(__x86_64__)
#define HAVE_VECTORS 1

#include <cpuid.h>
#include <immintrin.h>

#define WIDEST 24 /* so that four integers lie within 16 bytes, and a block adds up to 31 bits */

static int vectors_allowed = 0;
/* For each width: the bytes of each of eight integers, in two halves, and their first bits. */
static uint8_t vector_bytes[WIDEST + 1][32];
static uint32_t vector_shifts[WIDEST + 1][8];

static void prepare_vectors(int allowed) {
    unsigned a, b, c, d, low, high;
    for (int w = 0; w <= WIDEST; w++) {
        for (int k = 0; k < 8; k++) {
            int first = (k * w >> 3) - (k < 4 ? 0 : 4 * w >> 3);
            for (int byte = 0; byte < 4; byte++) vector_bytes[w][4 * k + byte] = (uint8_t)(first + byte);
            vector_shifts[w][k] = (uint32_t)(k * w & 7);
        }
    }
    vectors_allowed = 0;
    /* AVX, and that the system keeps its registers; then AVX2. */
    if (!allowed || !__get_cpuid(1, &a, &b, &c, &d) || (c >> 27 & 3) != 3) return;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if ((low & 6) != 6 || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return;
    vectors_allowed = b >> 5 & 1;
}

__attribute__((target("avx2"))) static inline __m256i unpack_eight(
    const uint8_t* data, ptrdiff_t half, __m256i bytes, __m256i shifts, __m256i mask) {
    __m256i both = _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i*)data)),
        _mm_loadu_si128((const __m128i*)(data + half)), 1);
    return _mm256_and_si256(_mm256_srlv_epi32(_mm256_shuffle_epi8(both, bytes), shifts), mask);
}

/* Unpack as many groups of eight as lie before the limit, with ``more`` added to each; returns how
   many integers. */
__attribute__((target("avx2"))) static ptrdiff_t unpack_groups(
    const uint8_t* data, const uint8_t* limit, ptrdiff_t count, int w, uint32_t more, uint32_t* out) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i*)vector_bytes[w]);
    const __m256i shifts = _mm256_loadu_si256((const __m256i*)vector_shifts[w]);
    const __m256i mask = _mm256_set1_epi32((int)(((uint32_t)1 << w) - 1));
    const __m256i added = _mm256_set1_epi32((int)more);
    ptrdiff_t i = 0, half = 4 * w >> 3;
    for (; i + 8 <= count && limit - data >= half + 16; i += 8, data += w) {
        __m256i found = unpack_eight(data, half, bytes, shifts, mask);
        _mm256_storeu_si256((__m256i*)(out + i), _mm256_add_epi32(found, added));
    }
    return i;
}

/* The same with the sum of all before and ``last`` added to each. */
__attribute__((target("avx2"))) static ptrdiff_t unpack_sums(
    const uint8_t* data, const uint8_t* limit, ptrdiff_t count, int w, uint32_t last, uint32_t* out) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i*)vector_bytes[w]);
    const __m256i shifts = _mm256_loadu_si256((const __m256i*)vector_shifts[w]);
    const __m256i mask = _mm256_set1_epi32((int)(((uint32_t)1 << w) - 1));
    const __m256i fourth = _mm256_setr_epi32(0, 0, 0, 0, 3, 3, 3, 3);
    const __m256i eighth = _mm256_set1_epi32(7);
    const __m256i upper = _mm256_setr_epi32(0, 0, 0, 0, -1, -1, -1, -1);
    __m256i before = _mm256_set1_epi32((int)last);
    ptrdiff_t i = 0, half = 4 * w >> 3;
    for (; i + 8 <= count && limit - data >= half + 16; i += 8, data += w) {
        __m256i sums = unpack_eight(data, half, bytes, shifts, mask);
        sums = _mm256_add_epi32(sums, _mm256_slli_si256(sums, 4));
        sums = _mm256_add_epi32(sums, _mm256_slli_si256(sums, 8));
        sums = _mm256_add_epi32(
            sums, _mm256_and_si256(_mm256_permutevar8x32_epi32(sums, fourth), upper));
        sums = _mm256_add_epi32(sums, before);
        before = _mm256_permutevar8x32_epi32(sums, eighth);
        _mm256_storeu_si256((__m256i*)(out + i), sums);
    }
    return i;
}

#else
static void prepare_vectors(int allowed) { (void)allowed; }
#endif

/* With a constant width every offset and shift is known to the compiler. */
#define UNPACK_EIGHT(w) case w: \
    for (; i + 8 <= count; i += 8, data += w) { \
        for (int k = 0; k < 8; k++) out[i + k] = packed_integer(data, w, k) + more; \
    } \
    break;
#define UNPACK_FOUR_WIDTHS(w) \
    UNPACK_EIGHT(w) UNPACK_EIGHT(w + 1) UNPACK_EIGHT(w + 2) UNPACK_EIGHT(w + 3)

/* Unpack ``count`` integers and add ``more`` to each. Nothing is read from ``limit`` on, which is
   at least eight bytes after them. */
static void unpack_integers(const uint8_t* data, const uint8_t* limit, ptrdiff_t count, int width,
                            uint32_t more, uint32_t* out) {
    ptrdiff_t i = 0;
    if (width == 0) {
        for (; i < count; i++) out[i] = more;
        return;
    }
#ifdef HAVE_VECTORS
    if (vectors_allowed && width <= WIDEST && count >= 8) {
        i = unpack_groups(data, limit, count, width, more, out);
        data += i / 8 * width;
    }
#else
    (void)limit;
#endif
    switch (width) {
    UNPACK_FOUR_WIDTHS(1) UNPACK_FOUR_WIDTHS(5) UNPACK_FOUR_WIDTHS(9) UNPACK_FOUR_WIDTHS(13)
    UNPACK_FOUR_WIDTHS(17) UNPACK_FOUR_WIDTHS(21) UNPACK_FOUR_WIDTHS(25) UNPACK_FOUR_WIDTHS(29)
    }
    for (int k = 0; i < count; i++, k++) out[i] = packed_integer(data, width, k) + more;
}

/* Unpack ``count`` gaps and sum them up from ``last``; returns the last sum. Sums above 32 bits are
   cut to them. */
static uint64_t unpack_gaps(const uint8_t* data, const uint8_t* limit, ptrdiff_t count, int width,
                            uint64_t last, uint32_t* out) {
    ptrdiff_t i = 0, k = 0;
#ifdef HAVE_VECTORS
    if (vectors_allowed && width <= WIDEST && count >= 8 && last < (uint64_t)1 << 31) {
        i = unpack_sums(data, limit, count, width, (uint32_t)last, out);
        data += i / 8 * width;
        if (i) last = out[i - 1];
    }
#endif
    if (count - i >= 8) {
        unpack_integers(data, limit, count - i, width, 0, out + i);
        for (; i < count; i++) out[i] = (uint32_t)(last += out[i]);
    }
    for (; i < count; i++, k++) out[i] = (uint32_t)(last += packed_integer(data, width, k));
    return last;
}

/* How many variable-length integers end within some bytes, a multiple of 64 and at most 8,128; the
   loops are such that compilers make vector instructions of them. */
static ptrdiff_t ends_within(const uint8_t* data, ptrdiff_t size) {
    ptrdiff_t found = 0;
    uint8_t ends[64] = {0};
    for (ptrdiff_t i = 0; i < size; i += 64) {
        for (int k = 0; k < 64; k++) ends[k] += (uint8_t)((data[i + k] >> 7) ^ 1);
    }
    for (int k = 0; k < 64; k++) found += ends[k];
    return found;
}

#endif
