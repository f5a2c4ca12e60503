import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { validatorOf } from '../../src/message/registry.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { isObject, listOf, resolved, schemaDocuments, subschemas, withChange } from './schemaWalk.ts'

/** Public keys stand in trust lists alone; names of secrets are refused by the rules of all schemas. */
const keyed = /key/i
const publicKeys = ['trust-list.json', 'part/lote-identity.json', 'part/note-key.json', 'receipt.json']
/** The key of a sealed file, which the node makes for that file: it opens nothing that is anybody's. */
const fileKeys = ['part/sealed-exhibit.json']
/** Schemas of tables and profiles, in which nobody says anything. */
const isTable = /^(workflow|profile)[./]/

/** Documents in which things of value are identified. */
const ofAssets =
  /^(part\/(asset|account-name|chain|custod|ledger|register|user-name)|measure\/(asset|freez|confi))/

/** What must fit in no identifier: a recovery phrase, and keys as wallets write them. */
const secrets: Readonly<Record<string, string>> = {
  'twelve words': 'zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong',
  'twelve words in one': 'zoo-zoo-zoo-zoo-zoo-zoo-zoo-zoo-zoo-zoo-zoo-wrong',
  'twelve signs': '的 一 是 在 不 了 有 和 人 这 中 大',
  'a key in hexadecimal': '0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d',
  'a key with 0x': '0x0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d',
  'a key in the import format': '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ',
  'an extended key': `xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBx`,
}

function part(name: string, value: JsonValue): boolean {
  return validatorOf(`part/${name}.json`)(value)
}

/** Every member that some object of a schema may have, with its own schema. */
function* members(schema: JsonObject): Generator<[string, JsonObject]> {
  for (const [, inner] of subschemas(schema)) {
    if (!isObject(inner.properties)) continue
    for (const [name, member] of Object.entries(inner.properties)) if (isObject(member)) yield [name, member]
  }
}

describe('message: assets, and no place for a key (R-22)', () => {
  it('have no member in any schema that is called a key, but for the public ones and that of a sealed file', () => {
    let seen = 0
    for (const [path, document] of schemaDocuments().filter(([path]) => !isTable.test(path))) {
      for (const [name] of members(document)) {
        seen += 1
        if (![...publicKeys, ...fileKeys].includes(path)) assert.doesNotMatch(name, keyed, `${path} ${name}`)
      }
    }
    assert.ok(seen > 500)
  })

  it('bound every free identifier of a thing of value by a pattern', () => {
    const identifiers =
      /^(account|accountId|number|policy|plate|inventory|serialNumber|value|userName|hash|nativeAddress|asset|from|to)$/
    let seen = 0
    for (const [path, document] of schemaDocuments().filter(([name]) => ofAssets.test(name))) {
      for (const [name, member] of members(document)) {
        const schema = resolved(member)
        if (!identifiers.test(name) || schema.type !== 'string') continue
        seen += 1
        assert.ok(typeof schema.pattern === 'string' || typeof schema.format === 'string', `${path} ${name}`)
        assert.ok(typeof schema.maxLength === 'number', `${path} ${name}`)
      }
    }
    assert.ok(seen > 20, String(seen))
  })

  for (const [what, text] of Object.entries(secrets)) {
    it(`take ${what} neither for an account nor for a number`, () => {
      for (const name of ['register-number', 'user-name', 'plate'])
        assert.equal(part(name, text), false, name)
      for (const chain of ['eip155:1', 'bip122:000000000019d6689c085ae165831e93'])
        assert.equal(part('chain-account', `${chain}:${text}`), false, chain)
      const native = { scheme: 'NATIVE', network: 'Example', nativeAddress: text }
      assert.equal(part('ledger-place', native), false)
      assert.equal(part('account-name', { scheme: 'OTHER', value: text, keeper: 'Example Bank' }), false)
    })
  }

  it('take the words of a recovery phrase for no identifier, and everything else that is one', () => {
    const words = secrets['twelve words'] ?? ''
    const phrases = [
      words,
      `${words} ${words}`,
      ...[',', ', ', ';', '-', '_', '.', '/', '\u3000'].map((by) => words.replaceAll(' ', by)),
    ]
    for (const kind of [
      'USER_ID',
      'ACCOUNT',
      'STORAGE',
      'OTHER',
      'EMAIL',
      'PHONE_NUMBER',
      'DOMAIN_NAME',
      'IPV_4',
      'MAC_ADDRESS',
      'IMEI_NUMBER',
    ])
      for (const value of [...phrases, secrets['twelve signs'] ?? '']) {
        if (kind === 'DOMAIN_NAME' && value === words.replaceAll(' ', '-')) continue
        if (kind === 'DOMAIN_NAME' && value === words.replaceAll(' ', '.')) continue
        assert.equal(part('identifier', { kind, value }), false, `${kind} ${value}`)
      }
    for (const value of [
      'grant-officer-example-88',
      'storage bucket kx-demo-44',
      'car, plate EXAMPLE-771',
      'Nguyễn Ví Dụ',
      'bucket/2027/01/a/b/c/d/e/f/g/h/i/j.tar.gz',
      '0197b1c0-3f00-7a11-8a11-0123456789a1',
    ])
      assert.ok(part('identifier', { kind: 'OTHER', value }), value)
  })

  it('take numbers, plates and names as they are written where they come from', () => {
    for (const [name, ...values] of [
      ['register-number', '٠١٢٣٤٥', '४७११', 'DE-HRB ４７１１', '4711'],
      ['plate', 'ILOVEU', 'أ ب ج ١٢٣٤', 'دبي أ ١٢٣٤٥', '京A·12345', 'WOB-ZK 295'],
      [
        'user-name',
        'Nguyễn Văn Ví Dụ',
        'ivan_1',
        '@the official channel of the example harbour',
        'معرض المثال',
      ],
      ['user-name', 'vorname.nachname.abteilung@subdomain.example.co.jp'],
    ] as const)
      for (const value of values) assert.ok(part(name, value), `${name} ${value}`)
    assert.ok(!part('register-number', 'no digit'))
    assert.ok(!part('plate', 'no digit in any of it'))
  })

  it('take an address with letters of any script for mail, and nothing that is none', () => {
    const isTaken = (value: string) => part('identifier', { kind: 'EMAIL', value })
    for (const value of ['علي@مثال.إختبار', '用户@例子.公司', 'Jörg.Beispiel@müller.example', 'a@b.example'])
      assert.ok(isTaken(value), value)
    for (const value of [
      'a b@c.example',
      'a@b@c.example',
      '<a@b.example>',
      'a@b.example;c@d.example',
      'nobody',
    ])
      assert.ok(!isTaken(value), value)
  })

  it('take no exhibit that says it is a key', () => {
    const request = JSON.parse(readFileSync('schemas/example/asset-return-request.json', 'utf8')) as JsonValue
    const changed = withChange(request, ['exhibits', 0], (at) => {
      at.kind = 'key'
    })
    const result = validateMessage(changed)
    assert.deepEqual([result.ok, result.ok || result.pointer], [false, '/exhibits/0/kind'])
  })

  it('give every kind of asset of the list its own identifiers, and no other', () => {
    const items = schemaDocuments().find(([path]) => path === 'part/asset-item.json')?.[1].oneOf
    const kinds = listOf(items).map((one) =>
      isObject(one) && isObject(one.properties) ? one.properties.kind : null,
    )
    const names = kinds.map((kind) => (isObject(kind ?? undefined) ? (kind as JsonObject).const : null))
    const listed = schemaDocuments().find(([path]) => path === 'code/asset-kind.json')?.[1].oneOf
    assert.deepEqual(
      names.sort(),
      listOf(listed)
        .map((code) => (isObject(code) ? code.const : null))
        .sort(),
    )
  })
})

describe('message: crypto-assets by CAIP', () => {
  const ether = 'eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb'

  it('take the accounts and assets of the standards, and nothing else', () => {
    for (const account of [
      ether,
      'bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6',
      'cosmos:cosmoshub-3:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0',
      'polkadot:b0a8d493285c2df73290dfb7e61f870f:5hmuyxw9xdgbpptgypokw4thfyoe3ryenebr381z9iaegmfy',
      'hedera:mainnet:0.0.1234567890-zbhlt',
    ])
      assert.ok(part('chain-account', account), account)
    for (const wrong of ['0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb', 'ETH:1:abc', 'eip155:1', `${ether} `])
      assert.ok(!part('chain-account', wrong), wrong)
    for (const asset of [
      'eip155:1/slip44:60',
      'eip155:1/erc721:0x06012c8cf97BEaD5deAe237070F9587f8E7A266d/771769',
    ])
      assert.ok(part('chain-asset', asset), asset)
    for (const wrong of ['eip155:1', 'eip155:1/slip44', 'eip155:1/slip44:60/'])
      assert.ok(!part('chain-asset', wrong), wrong)
  })

  it('hold an account and its asset to one chain', () => {
    assert.ok(part('ledger-place', { scheme: 'CAIP', account: ether, asset: 'eip155:1/slip44:60' }))
    assert.ok(part('ledger-place', { scheme: 'CAIP', account: ether }))
    assert.ok(!part('ledger-place', { scheme: 'CAIP', account: ether, asset: 'eip155:10/slip44:60' }))
    assert.ok(!part('ledger-place', { scheme: 'CAIP', account: ether, asset: 5 }))
  })

  it('count in base units, as digits', () => {
    assert.ok(part('base-units', '412500000000000000000'))
    for (const wrong of ['412.5', '0412', '-1', '1e18', '']) assert.ok(!part('base-units', wrong), wrong)
  })

  it('name a wallet by its address on the ledger, or by the account with a provider', () => {
    const custodial = { provider: { name: 'Example Exchange' }, accountId: 'VX-DEMO-7' }
    assert.ok(part('asset-item', { kind: 'CryptoWallet', custodial }))
    assert.ok(!part('asset-item', { kind: 'CryptoWallet' }))
    const native = { scheme: 'NATIVE', network: 'Example privacy coin', nativeAddress: `4${'A'.repeat(94)}` }
    assert.ok(part('asset-item', { kind: 'CryptoWallet', ledger: native, viewAccess: 'handedOverApart' }))
  })
})

describe('message: money', () => {
  it('is a decimal string with its currency, and with its day where it is a value', () => {
    assert.ok(part('value', { amount: '1204331.17', currency: 'BND', date: '2027-03-31' }))
    for (const wrong of [
      { amount: 1204331.17, currency: 'BND', date: '2027-03-31' },
      { amount: '1204331.17', date: '2027-03-31' },
      { amount: '1204331.17', currency: 'BND' },
      { amount: '-1', currency: 'BND', date: '2027-03-31' },
    ])
      assert.ok(!part('value', wrong), JSON.stringify(wrong))
  })
})
