import { request } from 'undici'

/**
 * As `request` of undici, which looks at its signal only once it is connected: here whoever asked is let go of as soon as that is aborted,
 * though the other side is silent. What comes of it then is dropped when it is connected.
 */
export async function requested(
  url: string,
  options: NonNullable<Parameters<typeof request>[1]> & { readonly signal: AbortSignal },
): ReturnType<typeof request> {
  const { signal } = options
  signal.throwIfAborted()
  return await new Promise((resolve, reject) => {
    const letGo = (): void => {
      const reason: unknown = signal.reason
      reject(reason instanceof Error ? reason : new Error(String(reason)))
    }
    signal.addEventListener('abort', letGo, { once: true })
    void request(url, options)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', letGo))
  })
}
