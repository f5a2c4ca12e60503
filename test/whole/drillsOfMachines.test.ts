import { diskFull } from '../drills/diskFull.ts'
import { namesAndCertificates } from '../drills/namesAndCertificates.ts'
import { playInShort } from '../support/drillInShort.ts'

describe('the drills of machines, in short', function () {
  this.timeout(180_000)

  it('show that a disk that is full costs nothing that was acknowledged', async function () {
    await playInShort(this, diskFull)
  })

  it('show that a name that leads elsewhere and a certificate that has run out delay and lose nothing', async function () {
    await playInShort(this, namesAndCertificates)
  })
})
