/** The type `text` in PostgreSQL's catalog. */
const textOid = 25

/**
 * A `text[]` as the server receives it in binary form: lengths instead of quotes, so that JSON, which is full of them,
 * is neither escaped here nor unescaped there. The parameter must be cast: `$1::text[]`.
 */
export const textArray = (values: readonly string[]): Buffer => {
  let size = 20
  for (const value of values) size += 4 + Buffer.byteLength(value)
  const buffer = Buffer.allocUnsafe(size)
  buffer.writeInt32BE(1, 0) // dimensions
  buffer.writeInt32BE(0, 4) // no nulls
  buffer.writeInt32BE(textOid, 8)
  buffer.writeInt32BE(values.length, 12)
  buffer.writeInt32BE(1, 16) // first index
  let at = 20
  for (const value of values) {
    const length = buffer.write(value, at + 4)
    buffer.writeInt32BE(length, at)
    at += 4 + length
  }
  return buffer
}
