import forge from 'node-forge'

/** ASN.1 in DER, by node-forge: as much of it as certificates and identity files need. */
export type Asn1 = forge.asn1.Asn1

const { asn1, util } = forge
const { Class, Type } = asn1

/** Tags are numbers: in a context of its own a tag has no name. */
const create: (tagClass: number, tag: number, isConstructed: boolean, value: string | Asn1[]) => Asn1 =
  asn1.create
const universal = (tag: number, value: string) => create(Class.UNIVERSAL, tag, false, value)
const ofContext = (tag: number, isConstructed: boolean, value: string | Asn1[]) =>
  create(Class.CONTEXT_SPECIFIC, tag, isConstructed, value)

export const sequence = (value: Asn1[]) => create(Class.UNIVERSAL, Type.SEQUENCE, true, value)
export const set = (value: Asn1[]) => create(Class.UNIVERSAL, Type.SET, true, value)
/** `[tag] EXPLICIT`, around what stands in it. */
export const explicit = (tag: number, value: Asn1[]) => ofContext(tag, true, value)
/** `[tag] IMPLICIT` of a primitive type. */
export const implicit = (tag: number, bytes: Buffer) => ofContext(tag, false, bytes.toString('latin1'))
/** An integer from the hex of its two's complement. */
export const integer = (hex: string) => universal(Type.INTEGER, util.hexToBytes(hex))
export const smallInteger = (value: number) => universal(Type.INTEGER, asn1.integerToDer(value).getBytes())
export const enumerated = (value: number) => universal(Type.ENUMERATED, asn1.integerToDer(value).getBytes())
export const generalizedTime = (moment: Date) =>
  universal(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(moment))
/** BOOLEAN TRUE; DER leaves FALSE out wherever it is the default. */
export const isTrue = () => universal(Type.BOOLEAN, '\xff')
export const objectId = (id: string) => universal(Type.OID, asn1.oidToDer(id).getBytes())
export const octetString = (bytes: Buffer) => universal(Type.OCTETSTRING, bytes.toString('latin1'))
export const bitString = (bytes: Buffer, unusedBits: number) =>
  universal(Type.BITSTRING, Buffer.concat([Buffer.of(unusedBits), bytes]).toString('latin1'))
export const printableString = (text: string) => universal(Type.PRINTABLESTRING, text)
export const utf8String = (text: string) => universal(Type.UTF8, Buffer.from(text, 'utf8').toString('latin1'))
/** NULL. */
export const empty = () => universal(Type.NULL, '')

/** A time as certificates write it (RFC 5280 section 4.1.2.5): UTCTime through 2049, GeneralizedTime from then on. */
export function time(moment: Date): Asn1 {
  return moment.getUTCFullYear() < 2050
    ? universal(Type.UTCTIME, asn1.dateToUtcTime(moment))
    : universal(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(moment))
}

export const toDer = (node: Asn1) => Buffer.from(asn1.toDer(node).getBytes(), 'latin1')

/** Throws where the bytes are not one DER value. */
export const fromDer = (der: Buffer) => asn1.fromDer(der.toString('latin1'))

/** The node at a path of child numbers; throws where there is none. */
export function childAt(node: Asn1, ...path: number[]): Asn1 {
  return path.reduce<Asn1>((parent, place) => {
    const child = typeof parent.value === 'string' ? undefined : parent.value[place]
    if (child === undefined) throw new TypeError(`no ASN.1 node at ${path.join('.')}`)
    return child
  }, node)
}

/** The content of a primitive node; throws where the node has children. */
export function bytesOf(node: Asn1): Buffer {
  if (typeof node.value !== 'string') throw new TypeError('not a primitive ASN.1 node')
  return Buffer.from(node.value, 'latin1')
}

/** The children of a constructed node; throws where the node is primitive. */
export function childrenOf(node: Asn1): readonly Asn1[] {
  if (typeof node.value === 'string') throw new TypeError('not a constructed ASN.1 node')
  return node.value
}

/** The value of an INTEGER of at most 32 bits; throws where it is larger. */
export const integerOf = (node: Asn1) => asn1.derToInteger(bytesOf(node).toString('latin1'))
