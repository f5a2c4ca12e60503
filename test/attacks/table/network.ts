import { type Attack, guardsIn, proof, testsIn } from '../attack.ts'

const files = guardsIn('src/web/api/exhibits.ts')
const onApp = testsIn('test/web/app.test.ts')
const port = guardsIn('src/web/port.ts')
const strangers = guardsIn('src/web/strangers.ts')
const peerWays = guardsIn('src/web/peerConnections.ts')
const connector = guardsIn('src/exchange/connector.ts')
const courier = guardsIn('src/exchange/post.ts')
const onPort = testsIn('test/web/port.long.test.ts')
const onStrangers = testsIn('test/web/strangers.test.ts')
const uploadBody = guardsIn('src/web/systems/uploadBody.ts')
const onUploadBody = testsIn('test/web/uploadBody.test.ts')
const onWay = testsIn('test/exchange/connector.test.ts')

const slow = onPort(
  'attack 39: who sends a head or a body byte by byte, or nothing at all, is cut off after so long',
)
const notPublic = onWay(
  'attack 49: leads to no address that is not public, by number or by name, and nothing is connected to',
)
const judged = onWay(
  'attack 49: is the address that was judged, whatever the name is said to be the next time',
)
const followsNobody = testsIn('test/exchange/outbox.long.test.ts')(
  'attack 49: takes nothing but 200 for an answer, and follows nobody elsewhere',
)

/** Attacks on the port of a node, and by the addresses that it goes to. */
export const networkAttacks: readonly Attack[] = [
  {
    number: 39,
    name: 'Ranges abused, a body that comes slowly, ten thousand connections',
    expected: 'refused, ended, bounded',
    codes: [],
    answer: '408, 431, or the connection ends',
    proofs: [
      proof(port('usual', 'headersTimeout: webLimits.headersMs', 'headersTimeout: 0'), slow),
      proof(port('createPort', 'requestTimeout: requestMs', 'requestTimeout: 0'), slow),
      proof(
        uploadBody('uploadBody', 'slowestMs - waitedMs', '3_600_000'),
        onUploadBody(
          'attack 39: end where a sender lets a byte drip now and then, and hold the connection no longer',
        ),
      ),
      proof(
        port('usual', 'maxHeaderSize: webLimits.headerBytesMax', 'maxHeaderSize: 1 << 20'),
        onPort('attack 39: a head that is too long is not read'),
      ),
      proof(
        strangers('strangersAtPort, admits', 'found.visits.size < ofAddress.connectionsMax &&'),
        onStrangers(
          'attack 39: one address has so many connections, and one that is over makes room for one',
        ),
        onPort(
          'attack 39: an address that has not signed has so many connections, all strangers together so many, and peers find room',
        ),
      ),
      proof(
        strangers('strangersAtPort, admits', '(has(looks, heads) &&', '('),
        onStrangers(
          'attack 39: are not let in while none of their heads would be looked at, and whoever has signed is',
        ),
      ),
      proof(
        strangers('strangersAtPort, mayLook', '(take(found.heads, ofAddress.heads) &&', '('),
        onStrangers(
          'attack 39: of one address have their heads looked at so often that most looks are left to others',
        ),
      ),
      proof(
        strangers(
          'strangersAtPort, makeRoom',
          'if (stays.size < webLimits.connectionsMax) return true',
          'if (stays.size >= 0) return true',
        ),
        onStrangers('attack 39: of ten thousand connections the oldest make room, and who has signed stays'),
      ),
      proof(
        strangers(
          'strangersAtPort, makeRoom, of one address',
          'if (found !== null && found.unproven.size >= ofAddress.unprovenMax)',
          'if (false)',
        ),
        onStrangers(
          'attack 39: leave the port to others where one of them has signed once: its own oldest connections make room',
        ),
      ),
      proof(
        peerWays(
          'peerConnections, makeRoom',
          'if (busy.size + idle.size < webLimits.connectionsOfPeerMax) return true',
          'if (idle.size >= 0) return true',
        ),
        onStrangers(
          'attack 39: have no peer among them that takes all connections: beyond its own the one that is idle longest ends, and no other',
        ),
        onPort(
          'attack 39: a peer that signs over ever more connections keeps so many of them, and is answered over each',
        ),
      ),
      proof(
        files('give', 'Math.min(range.end, range.start + found.rangeBytesMax - 1)', 'range.end'),
        onApp('attack 39: are given in parts, and no more of one than an answer holds'),
      ),
      proof(
        files('rangeIn', ' || ranges.length !== 1', ''),
        onApp('attack 39: are not given by a range that is none, one of several, or outside of them'),
      ),
    ],
  },
  {
    number: 49,
    name: 'An address of a peer that leads into this network: a private one, a redirect, another answer of the name, `file:`',
    expected:
      'only addresses of the signed list, of HTTP, looked at after they are resolved where it is configured where peers may be; no redirect',
    codes: ['PEER_ADDRESS_FORBIDDEN', 'TRUST_LIST_INVALID'],
    proofs: [
      proof(
        connector(
          'connectorTo',
          'if (network !== null && isIP(bare) !== 0 && !network(bare)) {',
          'if (false) {',
        ),
        notPublic,
        testsIn('test/exchange/timeStamping.long.test.ts')(
          'attack 49: are asked for only where this node goes',
        ),
      ),
      proof(connector('lookupIn', 'network?.(address) === false', 'false'), notPublic, judged),
      proof(
        connector(
          'connectorTo, the address that was judged is connected to',
          'const lookup = lookupIn(network, nameLookups(resolve))',
          'const judged = lookupIn(network, nameLookups(resolve)); const again = lookupIn(null, nameLookups(resolve)); const lookup: LookupFunction = (name, how, done) => judged(name, how, (reason) => (reason ? done(reason, []) : again(name, how, done)))',
        ),
        judged,
      ),
      proof(
        courier(
          'courier, a client that is not told to follow',
          'dispatcher: agent,\n      method:',
          "dispatcher: agent.compose((await import('undici')).interceptors.redirect({ maxRedirections: 5 })),\n      method:",
        ),
        followsNobody,
      ),
      proof(courier('courier', 'if (status !== 200) {', 'if (false) {'), followsNobody),
      proof(
        courier(
          'courier, the connections for files',
          'const fileAgent = agentOf(8)',
          'const fileAgent = new Agent()',
        ),
        onWay('attack 49: leads to no such address for files either, alone or several at once'),
      ),
      proof(
        guardsIn('src/trust/fromLote.ts')(
          'readLote, the schema of a list',
          'const valid = validateTrustList(fromLote(read.lote))',
          'const valid = { ok: true, trustList: fromLote(read.lote) }',
        ),
        testsIn('test/envelope/trustList.test.ts')(
          'attack 49: a trust list that names an address that is none of HTTP is refused',
        ),
      ),
    ],
    beside: 'the client (undici) knows no address but those of `http:` and `https:`',
  },
]
