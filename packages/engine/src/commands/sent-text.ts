import { canonical } from '../integrity/canonical.js'
import type { EncryptedCommand } from '../privacy/encrypt-command.js'
import type { AddressedCommand } from './parse.js'

/** What was sent, before its schema added defaults, with encrypted personal fields: the same in every version of the schema. */
export const sentText = ({ sent }: AddressedCommand, { envelopes }: EncryptedCommand): string =>
  canonical({ ...sent, data: { ...sent.data, ...envelopes } })
