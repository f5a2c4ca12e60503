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

/** What was seen of the modes of such files, each looked at by itself: one that cannot be looked at hides none that is open. */
export interface SecretsSeen {
  /** In words for the operator. */
  readonly open: readonly string[]
  /** Why some cannot be looked at. */
  readonly unseen: readonly string[]
}

export function seeSecrets(files: readonly string[]): SecretsSeen {
  const open: string[] = []
  const unseen: string[] = []
  for (const file of files) {
    try {
      open.push(...openSecrets([file]))
    } catch (reason) {
      unseen.push(String(reason))
    }
  }
  return { open, unseen }
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
    const seen = seeSecrets(files)
    const why = seen.unseen.join('; ')
    if (why !== unseen && why !== '') log.warn({ reason: why }, 'a secret of this node cannot be looked at')
    unseen = why
    const words = seen.open.join('; ')
    if (words === told) return
    told = words
    if (words !== '')
      log.error({ code: 'SECRET_OPEN', reason: words }, 'a secret of this node is open to others')
    // What cannot be seen now may be open still.
    else if (why === '') log.info({}, 'no secret of this node is open to others any more')
  }
}
