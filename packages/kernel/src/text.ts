/** What a person reads, in the two languages of the library. */
export type Text = { readonly en: string; readonly zh: string }

export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]
