package dev.holon.node.log;

import dev.holon.core.verify.LogSlot;
import dev.holon.protocol.DataItem;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;

/** Writes a {@link LogFile}; the file has its name when it is whole. */
public final class LogFileWriter implements AutoCloseable {
  private final Path file;
  private final Path partial;
  private final MessageDigest digest = Sha256.digest();
  private final DataOutputStream out;

  public LogFileWriter(Path file) throws IOException {
    this.file = file;
    this.partial = file.resolveSibling(file.getFileName() + ".part");
    this.out =
        new DataOutputStream(
            new DigestOutputStream(
                new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16), digest));
    out.write(LogFile.MAGIC);
  }

  public void item(DataItem item) throws IOException {
    block(LogFile.ITEM, item.toBytes());
  }

  /** The next ones. */
  public void slots(List<LogSlot> slots) throws IOException {
    block(LogFile.SLOTS, BundlePage.bytes(slots));
  }

  private void block(int kind, byte[] content) throws IOException {
    out.writeByte(kind);
    out.writeInt(content.length);
    out.write(content);
  }

  /** Ends the file. */
  public void finish() throws IOException {
    block(LogFile.END, digest.digest());
    out.close();
    Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(partial);
  }
}
