import { type Attack, guardsIn, proof, testsIn } from '../attack.ts'
import { signInProofs } from './desk.ts'

const replying = guardsIn('src/exchange/reply.ts')
const frame = guardsIn('src/web/frame.ts')
const port = guardsIn('src/web/port.ts')
const lock = guardsIn('package-lock.json')
const onNode = testsIn('test/attacks/node.test.ts')
const onPeers = testsIn('test/exchange/httpPeers.test.ts')
const onWeb = testsIn('test/web/app.test.ts')
const onPort = testsIn('test/web/port.long.test.ts')
const onDependencies = testsIn('test/dependencies.test.ts')

const oneText = replying(
  'answerStranger',
  'return publicRefusal\n',
  'return JSON.stringify({ code: stranger.refusal.code })\n',
)

/** Attacks on a node in service: its addresses, its answers, what it writes down, what it is made of. */
export const nodeAttacks: readonly Attack[] = [
  {
    number: 7,
    name: '`kid` with a path, with SQL, of 10 KB, of nobody',
    expected: 'refused, and told as every other refusal; no signature names its key by `kid`',
    codes: ['ENVELOPE_INVALID', 'ENVELOPE_KEY_UNKNOWN'],
    proofs: [
      proof(
        guardsIn('src/envelope/gate.ts')(
          'readWholeHeader',
          "if (!isObjectOf(header, ['alg', 'cty', 'iat', 'typ', 'x5c', 'x5t#S256']))",
          "if (typeof header !== 'object' || header === null || Array.isArray(header))",
        ),
        testsIn('test/envelope/verify.test.ts')(
          'attack 7: a signature that names its key by kid is refused, whatever the name',
        ),
      ),
      proof(
        guardsIn('src/envelope/gate.ts')(
          'gateJwe',
          "if (typeof kid !== 'string' || !keyName.test(kid)) return invalid('kid')",
        ),
        testsIn('test/envelope/seal.test.ts')(
          'attack 7: a kid that is none of ours is refused by its form or because nobody has it',
        ),
      ),
      proof(oneText, onNode('attack 7: any kid that is none of ours gets one and the same answer')),
    ],
  },
  {
    number: 56,
    name: 'Time and text: comparing tokens, finding out who is known, telling errors apart',
    expected: 'a stranger gets one text whatever was wrong, and nothing that is secret is compared',
    codes: ['ENVELOPE_INVALID', 'PERSON_NOT_ADMITTED'],
    answer: '401',
    proofs: [
      ...signInProofs,
      proof(
        guardsIn('src/web/api/peer.ts')(
          'onlyPeers',
          "answerPlainly(response, 401, 'Only a node that is known here may do this')",
          'answerWithProblem(response, identified)',
        ),
        onPeers(
          'attack 56: strangers are told one text, whatever was wrong, before anything of them is read',
        ),
      ),
      proof(
        oneText,
        testsIn('test/exchange/refusals.test.ts')(
          'attack 56: a line of a stranger gets one text whatever was wrong, and the log is told what it was (pain point 8)',
        ),
      ),
    ],
  },
  {
    number: 57,
    name: 'A path that climbs or is encoded twice, another host, two lengths in one request',
    expected: 'refused, and nothing behind it is heard; the address that is signed is the one in the list',
    codes: ['HOST_UNKNOWN'],
    answer: '400, 401, 404',
    proofs: [
      proof(
        frame(
          'beginApp',
          "app.set('case sensitive routing', true)",
          "app.set('case sensitive routing', false)",
        ),
        onWeb('attack 57: there is no other path, and no other spelling of one'),
      ),
      proof(
        frame('beginApp', "app.set('strict routing', true)", "app.set('strict routing', false)"),
        onWeb('attack 57: there is no other path, and no other spelling of one'),
      ),
      proof(
        guardsIn('src/exchange/httpCallers.ts')(
          'httpCallers',
          "node.trust.own().list.node.url.replace(/\\/$/, '')",
          "(fields['x-forwarded-host'] === undefined ? node.trust.own().list.node.url.replace(/\\/$/, '') : `http://${String(fields['x-forwarded-host'])}`)",
        ),
        testsIn('test/attacks/identity.test.ts')(
          'attack 57: a request that was signed for another node is refused, whatever host it names',
        ),
      ),
      proof(
        guardsIn('src/web/desk/ownHost.ts')(
          'atOwnHost',
          'came === null || !isOwn(came, own, request)',
          'came === null',
        ),
        testsIn('test/web/desk/routes.long.test.ts')(
          'attack 57: are there at the hosts of the desk alone, and at addresses that nobody else leads here',
        ),
      ),
      proof(
        guardsIn('src/audit/tilePath.ts')(
          'readTilePath',
          'return tilePath(tile) === path && width <= tileWidth ? tile : null',
          'return tile',
        ),
        onNode('attack 57: an address that is encoded twice, climbs or is not one leads nowhere'),
      ),
      proof(
        port(
          'options, a server that is told to be strict',
          'insecureHTTPParser: false',
          'insecureHTTPParser: true',
        ),
        onNode(
          'attack 57: two lengths, or a length and chunks, end the connection, and nothing behind them is heard',
        ),
        onPort('attack 57: no request is read that another reader might read otherwise'),
      ),
      proof(
        port(
          'createPort',
          'if (socket.destroyed || isEnding(socket)) return',
          'if (socket.destroyed) return',
        ),
        onPort('attack 57: nothing is looked at that stands behind a request that ends the connection'),
      ),
    ],
    beside: 'the parser of Node ends a connection on which two lengths contradict each other',
  },
  {
    number: 58,
    name: 'Lines and colours put into a log by a name',
    expected: 'a log is JSON, a line each; on a terminal controls are replaced',
    codes: [],
    answer: 'U+FFFD',
    proofs: [
      proof(
        guardsIn('src/letter/harmless.ts')(
          'harmless',
          "return text.replace(harmful, '\\ufffd')",
          'return text',
        ),
        testsIn('test/cli/words.test.ts')(
          'attack 58: what a peer has written cannot move the cursor or turn the reading direction',
        ),
      ),
      proof(
        guardsIn('src/programLog.ts')(
          'logOf',
          'return pino({ level: logLevel, base: null }, out)',
          'const say = (fields: object, text: string) => void process.stdout.write(`{"level":40} ${text} ${Object.values(fields).join(" ")}\\n`)\n  return { info: say, warn: say, error: say }',
        ),
        onNode(
          'attack 58: what a peer answers stands in the log as one line of JSON, without a control of its own',
        ),
      ),
    ],
  },
  {
    number: 59,
    name: 'A dependency below what is safe: node-forge, ajv, Node itself',
    expected: 'the tests fail',
    codes: [],
    answer: 'the suite is red',
    proofs: [
      proof(
        lock(
          'node_modules/node-forge',
          '"node_modules/node-forge": {\n      "version": "1.4.3"',
          '"node_modules/node-forge": {\n      "version": "1.4.2"',
        ),
        onDependencies('attack 59: no node-forge below 1.4.3 is anywhere'),
      ),
      proof(
        lock(
          'node_modules/ajv',
          '"node_modules/ajv": {\n      "version": "8.20.0"',
          '"node_modules/ajv": {\n      "version": "8.17.1"',
        ),
        onDependencies('attack 59: no ajv below 8.18 is among what a node runs'),
      ),
      proof(
        guardsIn('package.json')('engines', '"node": ">=20.19"', '"node": ">=18"'),
        onDependencies('attack 59: the program says below which Node it does not run'),
      ),
    ],
  },
  {
    number: 60,
    name: 'A key, or words of a case, in logs, answers or errors',
    expected:
      'none: words and keys that stand nowhere else are looked for in all that was written and answered',
    codes: [],
    answer: 'nothing found',
    proofs: [
      proof(
        guardsIn('src/main.ts')(
          'startNode',
          "log.error({ ...request, reason: String(reason) }, 'a request broke')",
          "log.error({ ...request, reason }, 'a request broke')",
        ),
        onNode(
          'attack 60: neither keys nor words of a case stand in logs, answers or the entries of the log',
        ),
      ),
      proof(
        guardsIn('src/exchange/receive.ts')(
          'recordTogether',
          "node.log.error({ reason: String(reason), digest }, 'a message broke its transaction')",
          "node.log.error({ reason, digest }, 'a message broke its transaction')",
        ),
        onNode(
          'attack 60: neither keys nor words of a case stand in logs, answers or the entries of the log',
        ),
      ),
      proof(
        guardsIn('src/message/fault.ts')(
          'memberFault',
          'if (!safeName.test(member)) return { pointer: path, says: [particular(name, { member: unnamed.member })] }',
        ),
        onNode(
          'attack 60: neither keys nor words of a case stand in logs, answers or the entries of the log',
        ),
      ),
    ],
  },
]
