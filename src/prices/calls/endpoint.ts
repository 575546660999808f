import { InputError } from '../../domain/input-error.ts'

/** Where an API is. */
export interface Endpoint {
  readonly url: URL
  readonly isPlain: boolean
}

/**
 * Where an API is: https, or plain http on this machine (a replay, a local stand-in). Throws InputError naming the setting.
 * To plain http no credentials of the user are ever sent: `isPlain` says where a placeholder takes their place.
 */
export function endpointOf(setting: string, text: string): Endpoint {
  const url = URL.parse(text)
  const refuse = (message: string): never => {
    const remedy = 'give an https:// URL, or http:// to 127.0.0.1, ::1 or localhost'
    throw new InputError('settings', [{ path: setting, message, remedy }])
  }
  if (url === null) return refuse('it is no URL')
  if (url.username !== '' || url.password !== '') return refuse('a URL with a user or a password is not taken')
  if (url.protocol === 'https:') return { url, isPlain: false }
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return { url, isPlain: true }
  return refuse(`${url.protocol}//${url.host} is neither https nor plain http on this machine`)
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
