/** A text for people, in English and in Chinese. */
export type Text = { readonly en: string; readonly zh: string }

/** The languages of every text. */
export const languages = ['en', 'zh'] as const
/** One of the languages of every text. */
export type Language = (typeof languages)[number]
