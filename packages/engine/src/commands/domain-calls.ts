import { type BuiltInRules, builtInRules, type Domain } from '@skein/kernel'
import { runDomainCode } from '../primitives/domain-code.js'
import type { AddressedCommand } from './parse.js'

/** The functions of an aggregate, in messages. */
const domainCode = {
  views: { en: '`views`', zh: '`views` ' },
  'propose or a rule': { en: '`propose` or a rule', zh: '`propose` 或规则' },
}

/** Calls a function of an aggregate for a command; what it throws becomes a `DeciderError` that names both. */
export const callDomain = <Called>(
  { aggregate, stream, command }: Pick<AddressedCommand, 'aggregate' | 'stream' | 'command'>,
  code: keyof typeof domainCode,
  call: () => Called,
): Called => {
  const where = () => ({
    en: `${domainCode[code].en} of ${aggregate.name}, for the command ${command.type} to ${stream},`,
    zh: `${aggregate.name} 的 ${domainCode[code].zh}在处理发往 ${stream} 的命令 ${command.type} 时`,
  })
  return runDomainCode(where, call)
}

/** The engine's rules, with the texts that a domain gives them. */
export const rulesOf = ({ builtInRules: own }: Pick<Domain, 'builtInRules'>): BuiltInRules =>
  own === undefined ? builtInRules : { ...builtInRules, ...own }
