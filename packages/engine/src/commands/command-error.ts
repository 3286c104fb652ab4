import type { Evidence, Text } from '@skein/kernel'
import type { ExecuteError } from './outcome.js'

/** A command that `dispatch` could not execute. `_tag` and `error` are those of `execute`. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly _tag: ExecuteError['_tag']
  /** What `execute` would return. */
  readonly error: ExecuteError
  /** The id of the rule that rejected the command. */
  readonly rule: string | undefined
  /** What that rule compared. */
  readonly evidence: Evidence | undefined
  /** The message, one line, in both languages. */
  readonly text: Text

  constructor(type: string, error: ExecuteError) {
    const text = textOf(type, error)
    super(text.en, 'cause' in error ? { cause: error.cause } : undefined)
    this._tag = error._tag
    this.error = error
    this.rule = error._tag === 'Rejected' ? error.rejection.rule : undefined
    this.evidence = error._tag === 'Rejected' ? error.rejection.evidence : undefined
    this.text = text
  }
}

const textOf = (type: string, error: ExecuteError): Text => {
  switch (error._tag) {
    case 'Rejected': {
      const { rule, message, evidence } = error.rejection
      const compared = JSON.stringify(evidence)
      return {
        en: `${type} was rejected by rule ${rule}: ${message.en} ${compared}`,
        zh: `${type} 被规则 ${rule} 拒绝:${message.zh} ${compared}`,
      }
    }
    case 'Invalid': {
      const issues = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
      return { en: `${type} is invalid: ${issues}`, zh: `${type} 不符合要求:${issues}` }
    }
    case 'Conflict':
      return {
        en: `${type} expected revision ${error.expected}, but the stream has ${error.actual}. Read it again and repeat the command.`,
        zh: `${type} 期望的版本为 ${error.expected},而流的实际版本为 ${error.actual}。请重新读取后再提交。`,
      }
    case 'Unavailable':
      return {
        en: `${type} was ${error.written === 'no' ? 'not recorded' : 'possibly recorded; repeat it with the same command id'}: ${error.reason.en}`,
        zh: `${type} ${error.written === 'no' ? '未登记' : '可能已登记,请以同一命令编号重试'}:${error.reason.zh}`,
      }
  }
}
