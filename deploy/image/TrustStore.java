import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a folder of certificates as a Java trust store, the same bytes each time. Without a password
 * nothing in it is encrypted, so that no salt is drawn; run it with
 * -Dkeystore.pkcs12.certProtectionAlgorithm=NONE and -Dkeystore.pkcs12.macAlgorithm=NONE.
 */
public final class TrustStore {
  public static void main(String[] folderAndFile) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    CertificateFactory certificates = CertificateFactory.getInstance("X.509");
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(folderAndFile[0]))) {
      files = all.filter(file -> file.toString().endsWith(".crt")).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IllegalStateException("no certificates in " + folderAndFile[0]);
    }
    for (Path file : files) {
      try (InputStream in = new FileInputStream(file.toFile())) {
        store.setCertificateEntry(
            file.getFileName().toString(), certificates.generateCertificate(in));
      }
    }
    try (OutputStream out = new FileOutputStream(folderAndFile[1])) {
      store.store(out, null);
    }
  }
}
