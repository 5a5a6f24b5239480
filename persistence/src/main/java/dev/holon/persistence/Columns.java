package dev.holon.persistence;

import dev.holon.protocol.Id;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values on their way into statements and out of rows. */
final class Columns {
  private Columns() {}

  /** Sets all parameters, in order. */
  static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
  }

  /** One column of many rows, for {@code unnest}; a null becomes NULL. */
  static <R> Array array(
      Connection connection,
      String type,
      List<R> rows,
      Function<? super R, ? extends @Nullable Object> column)
      throws SQLException {
    @Nullable Object[] values =
        "bytea".equals(type)
            ? new byte @Nullable [rows.size()][]
            : new @Nullable Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return connection.createArrayOf(type, values);
  }

  static Id id(ResultSet row, String column) throws SQLException {
    return Id.of(row.getBytes(column));
  }

  static @Nullable Id idOrNull(ResultSet row, String column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? null : Id.of(bytes);
  }
}
