import { usageError } from '../../failures/failure.js'
import { serveMessages as messages } from './messages.js'

export const parseWebAddress = (option: string, typed: string): URL => {
  const url = URL.parse(typed)
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url
  throw usageError('badUrl', messages.badUrl(option, typed))
}
