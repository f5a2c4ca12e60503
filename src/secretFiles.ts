import { statSync } from 'node:fs'
import type { Config } from './config.ts'
import { openTo } from './store/openTo.ts'

/** The files that the settings name and whose content nobody but the node may know. */
export function secretFilesOf({
  passphraseFile,
  tls,
  tlsClient,
  provider,
  bucket,
}: Config): readonly string[] {
  return [
    passphraseFile,
    tls?.keyFile,
    tlsClient?.keyFile,
    provider?.proof.file,
    bucket?.credentialsFile,
  ].filter((file) => file !== undefined)
}

/** What is wrong with the modes of those that are there, in words for the operator; whoever reads them says which are not. */
export function openSecrets(config: Config): readonly string[] {
  return secretFilesOf(config).flatMap((file) => {
    const found = statSync(file, { throwIfNoEntry: false })
    return found?.isFile() === true ? (openTo(file, found.mode) ?? []) : []
  })
}
