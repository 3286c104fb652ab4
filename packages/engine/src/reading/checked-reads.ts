import { checkOptions, type OptionTypes, option } from '@skein/kernel'
import type { ReadModel } from './read-model.js'

const name = option.text({ en: 'a name', zh: '名称' })

const aText = (value: unknown): boolean => typeof value === 'string'
const keyOption: OptionTypes = {
  key: option.required({ expected: { en: "a document's key", zh: '文档的键' }, fits: aText }),
}
const readOptions: OptionTypes = {
  today: option.day,
  into: name,
  onLost: { expected: { en: 'a function', zh: '函数' }, fits: (value) => typeof value === 'function' },
  generation: option.text({ en: "a generation's id", zh: '某一代的标识' }),
}
const listOptions: OptionTypes = {
  ...readOptions,
  prefix: { expected: { en: 'a text', zh: '文本' }, fits: aText },
  limit: option.wholeNumber(1),
  cursor: option.text({ en: 'the `cursor` of a page', zh: '某一页的 `cursor`' }),
}

/** The same read model; it throws `Misconfigured` on arguments that it cannot use. */
export const withCheckedReads = (readModel: ReadModel, readModelName: string): ReadModel => ({
  async get(key, options = {}) {
    checkOptions(`${readModelName}.get`, { key }, keyOption)
    checkOptions(`${readModelName}.get`, options, readOptions)
    return readModel.get(key, options)
  },
  async list(options = {}) {
    checkOptions(`${readModelName}.list`, options, listOptions)
    return readModel.list(options)
  },
})
