import type { CommandInput } from '@skein/core'

/** The data of a command, as a caller writes it. */
export type DataOf<Type extends CommandInput['type']> = Extract<CommandInput, { type: Type }>['data']

/** Fields of a command's data that differ from the sample. */
export type Changes<Type extends CommandInput['type']> = Partial<DataOf<Type>>

export const command = <Type extends CommandInput['type']>(type: Type, data: DataOf<Type>): CommandInput =>
  // sound: the data is that type's
  ({ type, data }) as unknown as CommandInput
