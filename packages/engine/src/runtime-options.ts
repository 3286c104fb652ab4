import { checkOptions, Misconfigured, type OptionTypes, option, optionProblems, type Text } from '@skein/kernel'
import type { Storage } from './ports/index.js'
import { storageOption, todayOptions } from './primitives/option-types.js'
import { isMasterKey, masterKeyRemedy } from './privacy/master-key.js'
import type { MasterKey } from './privacy/vault.js'

const types: OptionTypes = {
  ...todayOptions,
  observe: option.function,
  masterKey: option.secret({
    expected: {
      en: '32 bytes in base64, such as `openssl rand -base64 32` prints, or a key provider with `wrap` and `unwrap`',
      zh: 'base64 编码的 32 字节(可用 `openssl rand -base64 32` 生成),或带有 `wrap` 与 `unwrap` 的密钥提供者',
    },
    fits: (value) => (typeof value === 'string' ? value === '' || isMasterKey(value) : isKeyProvider(value)),
  }),
}

/** Throws `Misconfigured` with every problem of what `createRuntime` was called with, besides the domain. */
export const checkRuntimeOptions = (
  storage: Storage,
  options: { readonly masterKey?: MasterKey | undefined; readonly timeZone: string },
): void => {
  const problems = [
    ...optionProblems('createRuntime', { storage }, storageOption),
    ...optionProblems('createRuntime', options, types),
  ]
  if (problems.length === 0 && !options.masterKey && !storage.ephemeral) problems.push(noMasterKey(storage))
  if (problems.length > 0) throw new Misconfigured(problems)
}

const isKeyProvider = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ['wrap', 'unwrap'].every((name) => typeof Reflect.get(value, name) === 'function')

const noMasterKey = ({ name }: Storage): Text => ({
  en: `createRuntime: \`masterKey\` is missing. ${name} keeps its data, so personal values and command ids need the same key in every run. ${masterKeyRemedy.en} A program that only reads needs none: \`createReader(domain, storage)\`.`,
  zh: `createRuntime:缺少 \`masterKey\`。${name} 会保留数据,加密个人信息和核对命令编号在每次运行时都需要同一主密钥。${masterKeyRemedy.zh}只读的程序不需要主密钥:\`createReader(domain, storage)\`。`,
})

/** Throws `Misconfigured` for options of `project`, `react` or `settle` that cannot be used. */
export const checkRunOptions = (call: string, options: object): void =>
  checkOptions(call, options, { signal: option.signal, projections: option.flag })
