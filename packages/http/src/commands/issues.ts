import type { Issue } from '@skein/engine'
import type { Language } from '@skein/kernel'
import type { Fault } from '../problems/problem.js'

/** What zod's codes mean, in Chinese. */
const chinese: Readonly<Record<string, string>> = {
  invalid_type: '类型不符,或缺少该项',
  invalid_value: '不在允许的取值之内',
  invalid_format: '格式不符',
  invalid_union: '不符合任何一种允许的形式',
  invalid_key: '键不符合要求',
  too_small: '过小或过短',
  too_big: '过大或过长',
  not_multiple_of: '应为整数倍',
  unrecognized_keys: '不认识的键,请去掉',
  encrypted: '此处应为明文,系统会自行加密',
  custom: '不符合要求',
}

/** The faults of a body. The schema says of an object that it has unknown keys, the engine says which: once is enough. */
export const faultsOf = (issues: readonly Issue[], language: Language): readonly Fault[] => {
  const faults = issues.slice(0, most).map((issue) => faultOf(issue, language))
  const unknown = faults.filter(({ code }) => code === unknownKey).map(({ pointer }) => pointer)
  const isNamed = (parent: string) =>
    unknown.some((pointer) => pointer.slice(0, pointer.lastIndexOf('/')) === parent && pointer !== parent)
  return faults.filter(({ code, pointer }) => code !== unknownKey || !isNamed(pointer))
}

const most = 100
const unknownKey = 'unrecognized_keys'

/** The engine speaks of `{ type, data }`; a body is the data. Names of unknown keys are left out of texts: they may be anything. */
const faultOf = ({ path, code, message }: Issue, language: Language): Fault => {
  const inBody = path[0] === 'data' ? path.slice(1) : path
  const pointer = inBody.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  const english = code === unknownKey ? 'Unknown key; leave it out' : message
  return { pointer, code, message: language === 'zh' ? (chinese[code] ?? '不符合要求') : english }
}
