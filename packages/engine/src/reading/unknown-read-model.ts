import type { Text } from '@skein/kernel'

/** No read model has the name that was asked for. */
export class UnknownReadModel extends Error {
  readonly _tag = 'UnknownReadModel'
  override readonly name = 'UnknownReadModel'
  readonly known: readonly string[]
  /** The message in both languages. */
  readonly text: Text

  constructor(asked: string, known: readonly string[]) {
    const name = JSON.stringify(asked)
    const text = {
      en: `There is no read model ${name}. Known are: ${known.join(', ')}.`,
      zh: `没有名为 ${name} 的读模型。已有:${known.join('、')}。`,
    }
    super(text.en)
    this.known = known
    this.text = text
  }
}
