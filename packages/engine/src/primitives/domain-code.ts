import { DeciderError, type Text } from '@skein/kernel'

/**
 * Runs a function of the domain. What it throws becomes a `DeciderError`.
 *
 * @param where the function and what it was called for
 */
export const runDomainCode = <Result>(where: () => Text, run: () => Result): Result => {
  try {
    return run()
  } catch (cause) {
    const { en, zh } = where()
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new DeciderError(
      {
        en: `${en} failed: ${message}. The functions of an aggregate must be pure and must never throw: a rule refuses, and a proposal without events changes nothing. Correct it; nothing was recorded.`,
        zh: `${zh}出错:${message}。聚合的函数必须为纯函数,且不得抛出异常:由规则拒绝,提议为空则不作改动。请修正;未登记任何内容。`,
      },
      { cause },
    )
  }
}
