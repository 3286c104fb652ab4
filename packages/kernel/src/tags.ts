/**
 * Whether a thrown value is the error with this tag. Use it instead of `instanceof`: the ESM and the CommonJS build of a
 * package have classes of their own, and one process may load both.
 *
 * @example
 * if (hasTag<StorageError>(error, 'StorageError')) console.log(error.fault)
 */
export const hasTag = <Tagged extends { readonly _tag: string }>(
  error: unknown,
  tag: Tagged['_tag'],
): error is Tagged => typeof error === 'object' && error !== null && '_tag' in error && error._tag === tag
