"""The compiled part of the build; everything else is in pyproject.toml.

All modules are optional: without a C compiler their numpy twins (``numpy_*`` beside them) give the
same results more slowly.
"""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            name,
            [f"{name.replace('.', '/')}.pyx"],
            extra_compile_args=["-O3"],
            depends=["index/kernels/unpacking.h"],
            optional=True,
        )
        for name in (
            "index.kernels.compiled",
            "index.kernels.compiled_words",
            "index.kernels.compiled_shingles",
            "search.matching.kernels.compiled",
            "search.reranking.kernels.compiled",
        )
    ]
)
