/** The object id of the type `text`. */
const textOid = 25

/**
 * A `text[]` in the binary format of the protocol. It has lengths instead of quotes, so JSON, which is full of quotes,
 * needs no escaping. The parameter must be cast: `$1::text[]`.
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
  let offset = 20
  for (const value of values) {
    const length = buffer.write(value, offset + 4)
    buffer.writeInt32BE(length, offset)
    offset += 4 + length
  }
  return buffer
}
