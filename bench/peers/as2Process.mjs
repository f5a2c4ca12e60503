import assert from 'node:assert/strict'
import libas2 from 'libas2'
import forge from 'node-forge'
import { serve } from '../child.ts'
import { closedLoop } from '../latency.ts'
import { listen, post } from '../posting.ts'

// One side of AS2 (RFC 4130): CMS signed (RSA 2048, SHA-256) and encrypted (AES-256-GCM), a signed MDN in the answer, nothing kept.

const { AS2Composer, AS2Disposition, AS2Parser } = libas2
let own = { name: '', url: 'http://127.0.0.1/', certificate: '', privateKey: '' }
let agreement

async function receive(body, headers) {
  const node = await AS2Parser.parse({ headers, content: body })
  const { contentNode, dispositionNode, disposition } = await AS2Disposition.outgoing({ node, agreement })
  assert(disposition.notification.disposition.processed && contentNode !== undefined)
  const text = (await dispositionNode.build()).toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  // The library signs a report without the line end behind it, and does not take its own with two.
  const report = text.slice(end + 4).replace('--\r\n\r\n--', '--\r\n--')
  return { headers: headersOf(text.slice(0, end)), body: Buffer.from(report, 'latin1') }
}

/** Headers of a MIME part, each on one line. */
function headersOf(text) {
  const lines = text.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
}

/** Throws unless the MDN is signed by the other side, of this message, and says what was received; the library keeps no digest of what was sent to compare. */
async function checkReceipt({ headers, body }, messageId) {
  const node = await AS2Parser.parse({ headers, content: body })
  const { notification } = await AS2Disposition.incoming(node, { cert: agreement.partner.certificate })
  assert(notification.disposition.processed)
  assert.equal(notification.originalMessageId, messageId)
  assert((notification.receivedContentMic?.mic ?? '') !== '')
}

function certificateOf(name) {
  const { privateKey, publicKey } = forge.pki.rsa.generateKeyPair({ bits: 2048 })
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  certificate.serialNumber = name === 'asking' ? '01' : '02'
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000)
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000)
  const subject = [{ name: 'commonName', value: name }]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.sign(privateKey, forge.md.sha256.create())
  const pkcs8 = forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(privateKey))
  return {
    certificate: forge.pki.certificateToPem(certificate),
    privateKey: forge.pki.privateKeyInfoToPem(pkcs8),
  }
}

serve({
  async introduce(name) {
    own = { name, url: await listen(receive), ...certificateOf(name) }
    const { certificate, url } = own
    return { name, url, certificate }
  },
  async meet({ name, url, certificate }) {
    const mdn = { async: false, signing: 'sha-256' }
    agreement = {
      host: { ...own, id: own.name, decrypt: true, sign: 'sha-256', mdn },
      partner: { name, id: name, url, certificate, encrypt: 'aes256-GCM', verify: true, mdn },
    }
  },
  async load(options, content) {
    return await closedLoop(options, async () => {
      const composer = new AS2Composer({ message: { content, contentType: 'application/json' }, agreement })
      const { headers, body } = await composer.toRequestOptions()
      await checkReceipt(await post(agreement.partner.url, headers, body), headers['Message-ID'])
    })
  },
})
