import { type Day, day } from '@skein/kernel'

/** The last day that anything of the made-up programmes is recorded on. */
export const lastDay: Day = day('2030-12-31')
