import type { Issue } from '@skein/engine'
import type { Language } from '@skein/kernel'
import type { BodyIssue } from '../problems/problem.js'

/** The codes of zod and the engine, in Chinese. */
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
  other_stream: '不能改到另一个流,请撤销后在该流中重新登记',
  unknown_stream: '没有这样的流,名称应如 base-b1、journey-t1',
  unknown_type: '没有这种命令',
  repeated_key: '与同批另一命令的键重复,请为每条命令使用不同的键',
  encrypted: '此处应为明文,系统会自行加密',
  custom: '不符合要求',
}

const unknownKey = 'unrecognized_keys'

/**
 * The engine's issues as issues of the body. The schema reports unknown keys on the object, the engine reports each key
 * itself: the report on the object is then left out.
 */
export const bodyIssues = (issues: readonly Issue[], language: Language): readonly BodyIssue[] => {
  const all = issues.map((issue) => bodyIssue(issue, language))
  const unknownKeys = all.filter(({ code }) => code === unknownKey).map(({ pointer }) => pointer)
  const isReportedByKey = (parent: string) =>
    unknownKeys.some((pointer) => pointer.slice(0, pointer.lastIndexOf('/')) === parent && pointer !== parent)
  return all.filter(({ code, pointer }) => code !== unknownKey || !isReportedByKey(pointer))
}

/** Messages leave out unknown keys' names: they may be anything. */
const bodyIssue = ({ path, code, message }: Issue, language: Language): BodyIssue => {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  const english = code === unknownKey ? 'Unknown key; leave it out' : message
  return { pointer, code, message: language === 'zh' ? (chinese[code] ?? '不符合要求') : english }
}
