import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Validates PDF files; one line per signature and one END line per file. Nobody is trusted but the
 * certificate in the file that the property `trusted` names; no service is asked.
 */
public class EuDss {
  public static void main(String[] paths) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String path : paths) {
      try {
        judge(path, out);
      } catch (Throwable error) {
        out.println(path + "\t\tERROR\t" + error.getClass().getSimpleName() + "\t");
      }
    }
  }

  private static void judge(String path, PrintStream out) {
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new FileDocument(path));
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    String trusted = System.getProperty("trusted", "");
    if (!trusted.isEmpty()) {
      CommonTrustedCertificateSource source = new CommonTrustedCertificateSource();
      source.addCertificate(DSSUtils.loadCertificate(new File(trusted)));
      verifier.setTrustedCertSources(source);
    }
    validator.setCertificateVerifier(verifier);
    Reports reports = validator.validateDocument();
    SimpleReport simple = reports.getSimpleReport();
    for (String id : simple.getSignatureIdList()) {
      String field =
          String.join(",", reports.getDiagnosticData().getSignatureById(id).getSignatureFieldNames());
      out.println(
          path
              + "\t"
              + field.replaceAll("[\\t\\r\\n]", " ")
              + "\t"
              + simple.getIndication(id)
              + "\t"
              + simple.getSubIndication(id)
              + "\t"
              + simple.getSignatureFormat(id));
    }
    out.println(path + "\t\tEND\t\t");
  }
}
