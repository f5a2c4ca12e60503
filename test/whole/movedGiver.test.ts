import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { ruleExhibits } from '../../src/exchange/exhibits/rule.ts'
import { saveExhibit } from '../../src/exchange/exhibits/save.ts'
import { takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { sealedChunkBytes } from '../../src/exhibit/chunkedEncryption.ts'
import { openRule } from '../../src/exhibit/transferRule.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { openLink } from '../support/link.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { run } from '../cli/commandLine.ts'
import { agreed, delivered, draft, opened, say } from '../support/talk.ts'
import { heard, twoStates, until } from '../support/world.ts'

describe('a file on its way from a node that gets another address', () => {
  it('goes on from there, and nothing that was here is asked for again', async () => {
    const world = await twoStates()
    const { asking, answering } = world
    const next = await openLink(`http://127.0.0.1:${asking.config.port}`)
    try {
      next.sign = asking.link.sign
      const request = await opened(world)
      await agreed(world, request, 1)
      const admin = { person: 'Example-Admin', authority: 'qa.pp' }
      const slowly = { ...openRule, bytesPerSecond: 3_000_000 }
      assert.ok((await ruleExhibits(answering.node.node, 'VN', slowly, admin)).ok)
      const content = randomBytes(24_000_000)
      const by = { person: 'Example-A', authority: 'vn.spp' }
      const taken = await takeInExhibit(asking.node.node, Readable.from([content]), {
        name: 'phone.bin',
        ...by,
      })
      assert.ok(taken.ok)
      const { name, mediaType, bytes, sha256, sha512, sealed } = taken.announcement
      const exhibits = [{ id: 'E1', name, mediaType, bytes, sha256, sha512, sealed }]
      assert.ok((await asking.node.send(draft(world, asking, request, 'supplement', { exhibits }))).ok)
      await until('some of it has come', () => asking.link.fileBytes > 5_000_000)

      const { dataFolder } = asking.config
      await writeSettingsOfState(dataFolder, { ...(await readSettingsOfState(dataFolder)), url: next.url })
      await asking.restart()
      next.sign = asking.link.sign
      // The old address tells of the new one, and is gone then.
      await until('the peer knows the new address', () => {
        return answering.node.node.trust.peer('VN')?.list.node.url === next.url
      })
      asking.link.up = false
      await until('the file is whole', async () => {
        return (await findDeposit(answering.node.node.db, sealed.deposit))?.status === 'whole'
      })
      assert.ok(next.fileBytes > 0, 'it came from the new address')
      const passed = asking.link.fileBytes + next.fileBytes
      // One chunk for each range that was under way when the node went down.
      assert.ok(passed <= sealed.bytes + 8 * sealedChunkBytes, `${passed} of ${sealed.bytes}`)
      const target = join(answering.config.dataFolder, 'saved')
      const order = { person: 'Example-C', authority: 'qa.pp', reason: 'to look at it' }
      assert.ok((await saveExhibit(answering.node.node, sealed.deposit, target, order)).ok)
      assert.equal(
        createHash('sha256')
          .update(await readFile(target))
          .digest('hex'),
        sha256,
      )
    } finally {
      await world.close()
      await next.close()
    }
  })
})

describe('a node that gets another address while the old one is gone at once', () => {
  it('is found again where its peer pins it at the new one by the fingerprint that it has, and is sent what waited', async () => {
    const world = await twoStates()
    const { asking, answering } = world
    const next = await openLink(`http://127.0.0.1:${asking.config.port}`)
    try {
      const request = await opened(world)
      asking.link.up = false
      const { dataFolder } = asking.config
      await writeSettingsOfState(dataFolder, { ...(await readSettingsOfState(dataFolder)), url: next.url })
      await asking.restart()
      next.sign = asking.link.sign
      // It goes on sending, for it is known by its signature and not by its address; only what goes to it waits.
      await heard(asking)
      await say(world, asking, request, 'supplement')
      await say(world, answering, request, 'acknowledgement')
      await until('its list names the new address', async () => {
        await asking.node.refreshTrust()
        return asking.node.node.trust.own().list.node.url === next.url
      })
      const fingerprint = digestOfBase64(asking.node.node.trust.own().list.listSigners[0] ?? '')
      const stranger = await run(
        answering,
        'trust',
        'pin',
        next.url,
        '--fingerprint',
        '0'.repeat(64),
        '--json',
      )
      assert.deepEqual([stranger.code, stranger.json.code], [65, 'TRUST_LIST_NOT_PINNED'])
      assert.equal(answering.node.node.trust.peer('VN')?.list.node.url, asking.link.url)
      const pinned = await run(answering, 'trust', 'pin', next.url, '--fingerprint', fingerprint, '--json')
      assert.deepEqual([pinned.code, pinned.json.node], [0, next.url], pinned.beside)
      await until('the peer in service knows the new address', () => {
        return answering.node.node.trust.peer('VN')?.list.node.url === next.url
      })
      await delivered(answering)
      await agreed(world, request, 3)
    } finally {
      await world.close()
      await next.close()
    }
  })
})
