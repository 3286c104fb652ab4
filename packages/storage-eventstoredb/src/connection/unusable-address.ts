import { StorageError } from '@skein/engine'
import type { Text } from '@skein/engine/storage'

/** @param reason the part of the connection string that is wrong, and the remedy; never a value that may be a secret */
export const unusableAddress = ({ en, zh }: Text, options?: { readonly cause?: unknown }): StorageError =>
  new StorageError(
    'failed',
    { en: `The EventStoreDB address is not usable: ${en}.`, zh: `EventStoreDB 地址不可用:${zh}。` },
    options,
  )
