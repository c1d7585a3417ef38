import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Lucene with its ArabicAnalyzer: one level, positions, texts stored, one thread.
 *
 * <p>{@code build DOCUMENTS HOME} indexes JSON lines and prints the seconds that it took. {@code
 * search HOME any|all RESULTS} prints a line when the index is open, then for each query of
 * standard input, a JSON string a line, the ids of the best documents and the milliseconds from
 * text to ids.
 */
public final class LuceneContestant {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] FIELDS = {"title", "body"};
  private static final double BUFFER_MEGABYTES = 128;

  private LuceneContestant() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (arguments[0].equals("build")) {
      output.println(build(Path.of(arguments[1]), Path.of(arguments[2])));
    } else {
      Occur occur = arguments[2].equals("all") ? Occur.MUST : Occur.SHOULD;
      search(Path.of(arguments[1]), occur, Integer.parseInt(arguments[3]), output);
    }
  }

  private static BM25Similarity similarity() {
    return new BM25Similarity(0.9f, 0.4f);
  }

  private static double build(Path documents, Path home) throws IOException {
    long started = System.nanoTime();
    IndexWriterConfig config = new IndexWriterConfig(new ArabicAnalyzer());
    config.setSimilarity(similarity());
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    config.setUseCompoundFile(false);
    TieredMergePolicy merging = new TieredMergePolicy();
    merging.setNoCFSRatio(0);
    config.setMergePolicy(merging);
    try (FSDirectory directory = FSDirectory.open(home);
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(documents)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        writer.addDocument(document(JSON.readTree(line)));
      }
      writer.commit();
    }
    return (System.nanoTime() - started) / 1e9;
  }

  private static Document document(JsonNode article) {
    String id = article.path("id").asText();
    Document document = new Document();
    document.add(new StringField("id", id, Field.Store.YES));
    document.add(new BinaryDocValuesField("id", new BytesRef(id)));
    document.add(new TextField("title", article.path("title").asText(), Field.Store.YES));
    document.add(new TextField("body", article.path("text").asText(), Field.Store.YES));
    return document;
  }

  private static void search(Path home, Occur occur, int results, PrintStream output)
      throws IOException {
    BufferedReader queries =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(home));
        Analyzer analyzer = new ArabicAnalyzer()) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setSimilarity(similarity());
      searcher.setQueryCache(null);
      output.println("open");
      for (String line = queries.readLine(); line != null; line = queries.readLine()) {
        String text = JSON.readTree(line).asText();
        long started = System.nanoTime();
        Query query = query(analyzer, text, occur);
        List<String> ids = ids(reader, searcher.search(query, results).scoreDocs);
        double milliseconds = (System.nanoTime() - started) / 1e6;
        ObjectNode answer = JSON.createObjectNode();
        answer.put("milliseconds", milliseconds);
        ArrayNode found = answer.putArray("ids");
        ids.forEach(found::add);
        output.println(JSON.writeValueAsString(answer));
      }
    }
  }

  /** Each word in either field; {@code occur} says whether all words must match. */
  private static Query query(Analyzer analyzer, String text, Occur occur) throws IOException {
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    try (TokenStream tokens = analyzer.tokenStream(FIELDS[0], text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        BooleanQuery.Builder fields = new BooleanQuery.Builder();
        for (String field : FIELDS) {
          fields.add(new TermQuery(new Term(field, term.toString())), Occur.SHOULD);
        }
        words.add(fields.build(), occur);
      }
      tokens.end();
    }
    return words.build();
  }

  private static List<String> ids(DirectoryReader reader, ScoreDoc[] hits) throws IOException {
    List<String> ids = new ArrayList<>(hits.length);
    for (ScoreDoc hit : hits) {
      List<LeafReaderContext> leaves = reader.leaves();
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
      BinaryDocValues values = leaf.reader().getBinaryDocValues("id");
      if (!values.advanceExact(hit.doc - leaf.docBase)) {
        throw new UncheckedIOException(new IOException("a document has no id"));
      }
      ids.add(values.binaryValue().utf8ToString());
    }
    return ids;
  }
}
