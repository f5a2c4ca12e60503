import type { Config } from './config.ts'

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
