import type { Text } from '@skein/kernel'

/** How to get a master key. */
export const masterKeyRemedy: Text = {
  en: 'Make one with `openssl rand -base64 32`, keep it safe, and pass it as `masterKey`.',
  zh: '可用 `openssl rand -base64 32` 生成,妥善保管,并以 `masterKey` 传入。',
}

/** Whether a text is 32 bytes in base64. */
export const isMasterKey = (text: string): boolean =>
  Buffer.from(text, 'base64').length === 32 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text.trim())
