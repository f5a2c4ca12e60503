import type { Config } from '../config.ts'
import { codeOfFailure, connectorTo } from '../exchange/connector.ts'
import { peersNetwork } from '../exchange/networks.ts'
import { courier } from '../exchange/post.ts'
import { openTlsFiles } from '../tlsFiles.ts'
import { paths } from '../web/paths.ts'
import { CommandFailure, exitCodes } from './outcome.ts'
import { readText } from './readJson.ts'

/** A trust list that nobody has verified yet, and what a person should know of how it came. */
export interface FirstList {
  readonly jws: string
  readonly note: string | null
}

/**
 * The trust list of a peer at first contact, from a file or from its node. A State may have issued the certificate of
 * its server itself, and then only its list can say so, which is not here yet. So where TLS does not prove the server,
 * the list is taken all the same: it is public, and the fingerprint proves it or nothing does.
 */
export async function firstList(source: string, config: Config): Promise<FirstList> {
  if (!/^https?:\/\//.test(source)) return { jws: (await readText(source)).trim(), note: null }
  const tls = await openTlsFiles(config, { info: () => undefined, warn: () => undefined })
  const fetched = async (isProofWanted: boolean): Promise<string> => {
    const connect = connectorTo({
      tls: tls.client,
      authoritiesOf: () => [],
      network: peersNetwork(config),
      isProofWanted,
    })
    const { fetchTrustList, close } = courier(paths, null, connect)
    return await fetchTrustList(source).finally(close)
  }
  try {
    return { jws: await fetched(true), note: null }
  } catch (reason) {
    if (codeOfFailure(reason) !== 'PEER_TLS_INVALID') throw unavailable(source, reason)
    const jws = await fetched(false).catch((again: unknown) => {
      throw unavailable(source, again)
    })
    return {
      jws,
      note: `The server does not prove itself by TLS (${String(reason)}); the list is judged by the fingerprint alone.`,
    }
  }
}

function unavailable(source: string, cause: unknown): CommandFailure {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new CommandFailure(
    exitCodes.unavailable,
    'PEER_UNAVAILABLE',
    `${source} gives no trust list: ${why}`,
  )
}
