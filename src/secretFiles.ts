import { statSync } from 'node:fs'
import type { Config } from './config.ts'
import type { NodeLog } from './exchange/node.ts'
import { openTo } from './store/openTo.ts'

/** The files that the settings name and whose content nobody but the node may know, without those of the database: whoever reads one says what is wrong with it. */
export function secretFilesOf({
  passphraseFile,
  tls,
  tlsClient,
  provider,
  bucket,
  traces,
}: Config): readonly string[] {
  return [
    passphraseFile,
    tls?.keyFile,
    tlsClient?.keyFile,
    provider?.proof.file,
    bucket?.credentialsFile,
    traces?.headerFile,
  ].filter((file) => file !== undefined)
}

/** These, and those of the database: all that a node in service looks after, and that no backup has. */
export function watchedSecrets(config: Config): readonly string[] {
  return [...(config.databaseUrlFiles ?? []), ...secretFilesOf(config)]
}

/** What is wrong with the modes of those that are there, in words for the operator; whoever reads them says which are not. */
export function openSecrets(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    const found = statSync(file, { throwIfNoEntry: false })
    return found?.isFile() === true ? (openTo(file, found.mode) ?? []) : []
  })
}

/** The same for settings that are being read: also that one cannot be reached, as below a folder that only root enters. */
export function secretProblems(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    try {
      return openSecrets([file])
    } catch (reason) {
      const why = reason instanceof Error ? reason.message : String(reason)
      return `${file} cannot be reached by the user of the node: ${why}`
    }
  })
}

/** How many of them are open to others; null: that cannot be seen. */
export function openSecretsAmong(files: readonly string[]): number | null {
  try {
    return openSecrets(files).length
  } catch {
    return null
  }
}

/**
 * Looks, each time it is called, whether secrets of a node in service have become open to others, and says once what has changed; that
 * one cannot be looked at, too. Does not throw.
 */
export function secretWatch(config: Config, log: Pick<NodeLog, 'info' | 'warn' | 'error'>): () => void {
  const files = watchedSecrets(config)
  let told = ''
  let unseen = ''
  return () => {
    let found: readonly string[]
    try {
      found = openSecrets(files)
    } catch (reason) {
      const words = String(reason)
      if (words !== unseen) log.warn({ reason: words }, 'a secret of this node cannot be looked at')
      unseen = words
      return
    }
    unseen = ''
    const words = found.join('; ')
    if (words === told) return
    told = words
    if (found.length > 0)
      log.error({ code: 'SECRET_OPEN', reason: words }, 'a secret of this node is open to others')
    else log.info({}, 'no secret of this node is open to others any more')
  }
}
