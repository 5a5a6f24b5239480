package dev.holon.arweave;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Data of a transaction, read piece by piece, so that large data need not be in memory. What it
 * gives never changes. Thread-safe.
 */
public interface DataSource {
  long sizeBytes();

  /**
   * A piece of the data.
   *
   * @throws UncheckedIOException when the data cannot be read
   */
  byte[] read(ChunkRange range);

  /** Data in memory; the array must not change any more. */
  static DataSource of(byte[] data) {
    return new DataSource() {
      @Override
      public long sizeBytes() {
        return data.length;
      }

      @Override
      public byte[] read(ChunkRange range) {
        return Arrays.copyOfRange(data, (int) range.beginByte(), (int) range.endByte());
      }
    };
  }

  /**
   * A file's data.
   *
   * @throws IOException when the file is not there
   */
  static DataSource of(Path file) throws IOException {
    long size = Files.size(file);
    return new DataSource() {
      @Override
      public long sizeBytes() {
        return size;
      }

      @Override
      public byte[] read(ChunkRange range) {
        ByteBuffer piece = ByteBuffer.allocate(range.sizeBytes());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          while (piece.hasRemaining()) {
            if (channel.read(piece, range.beginByte() + piece.position()) < 0) {
              throw new IOException(file + " ends before byte " + range.endByte());
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return piece.array();
      }
    };
  }
}
