/**
 * The tests of the Public Key Interoperability Test Suite (NIST, PKITS 1.0.1) whose paths are a leaf under one
 * authority, which the trust anchor has certified, or directly under the anchor. The verdicts are those that its
 * document expects with its default settings.
 */
export interface PkitsTest {
  /** Number in the document. */
  readonly section: string
  /** Name of the leaf's file, without its ending. */
  readonly leaf: string
  /** The authority's; absent where the trust anchor has issued the leaf. */
  readonly authority?: string
  readonly isValid: boolean
}

/** Number, name and authority of a test, each without what the names of its section have in common. */
export type Short = readonly [number, string, string?]

/** File names of PKITS begin with the verdict, but for a few. */
const verdictOf = (leaf: string) => !leaf.startsWith('Invalid')

export const group =
  (section: string) =>
  ([number, leaf, authority]: Short): PkitsTest => ({
    section: `${section}.${number}`,
    leaf: `${leaf}Test${number}EE`,
    ...(authority === undefined ? {} : { authority: `${authority}Cert` }),
    isValid: verdictOf(leaf),
  })

const signatures: readonly Short[] = [
  [1, 'ValidCertificatePath', 'GoodCA'],
  [2, 'InvalidCASignature', 'BadSignedCA'],
  [3, 'InvalidEESignature', 'GoodCA'],
  [4, 'ValidDSASignatures', 'DSACA'],
  [6, 'InvalidDSASignature', 'DSACA'],
]

const validity: readonly Short[] = [
  [1, 'InvalidCAnotBeforeDate', 'BadnotBeforeDateCA'],
  [2, 'InvalidEEnotBeforeDate', 'GoodCA'],
  [3, 'Validpre2000UTCnotBeforeDate', 'GoodCA'],
  [4, 'ValidGeneralizedTimenotBeforeDate', 'GoodCA'],
  [5, 'InvalidCAnotAfterDate', 'BadnotAfterDateCA'],
  [6, 'InvalidEEnotAfterDate', 'GoodCA'],
  [7, 'Invalidpre2000UTCEEnotAfterDate', 'GoodCA'],
  [8, 'ValidGeneralizedTimenotAfterDate', 'GoodCA'],
]

const names: readonly Short[] = [
  [1, 'InvalidNameChaining', 'GoodCA'],
  [2, 'InvalidNameChainingOrder', 'NameOrderingCA'],
  [3, 'ValidNameChainingWhitespace', 'GoodCA'],
  [4, 'ValidNameChainingWhitespace', 'GoodCA'],
  [5, 'ValidNameChainingCapitalization', 'GoodCA'],
  [6, 'ValidNameUIDs', 'UIDCA'],
  [7, 'ValidRFC3280MandatoryAttributeTypes', 'RFC3280MandatoryAttributeTypesCA'],
  [8, 'ValidRFC3280OptionalAttributeTypes', 'RFC3280OptionalAttributeTypesCA'],
  [9, 'ValidUTF8StringEncodedNames', 'UTF8StringEncodedNamesCA'],
  [10, 'ValidRolloverfromPrintableStringtoUTF8String', 'RolloverfromPrintableStringtoUTF8StringCA'],
  [11, 'ValidUTF8StringCaseInsensitiveMatch', 'UTF8StringCaseInsensitiveMatchCA'],
]

const constraints: readonly Short[] = [
  [1, 'InvalidMissingbasicConstraints', 'MissingbasicConstraintsCA'],
  [2, 'InvalidcAFalse', 'basicConstraintsCriticalcAFalseCA'],
  [3, 'InvalidcAFalse', 'basicConstraintsNotCriticalcAFalseCA'],
  [4, 'ValidbasicConstraintsNotCritical', 'basicConstraintsNotCriticalCA'],
  [7, 'ValidpathLenConstraint', 'pathLenConstraint0CA'],
  [8, 'ValidpathLenConstraint', 'pathLenConstraint0CA'],
]

const keyUsage: readonly Short[] = [
  [1, 'InvalidkeyUsageCriticalkeyCertSignFalse', 'keyUsageCriticalkeyCertSignFalseCA'],
  [2, 'InvalidkeyUsageNotCriticalkeyCertSignFalse', 'keyUsageNotCriticalkeyCertSignFalseCA'],
  [3, 'ValidkeyUsageNotCritical', 'keyUsageNotCriticalCA'],
]

const nameConstraints: readonly Short[] = [
  [1, 'ValidDNnameConstraints', 'nameConstraintsDN1CA'],
  [2, 'InvalidDNnameConstraints', 'nameConstraintsDN1CA'],
  [3, 'InvalidDNnameConstraints', 'nameConstraintsDN1CA'],
  [4, 'ValidDNnameConstraints', 'nameConstraintsDN1CA'],
  [5, 'ValidDNnameConstraints', 'nameConstraintsDN2CA'],
  [6, 'ValidDNnameConstraints', 'nameConstraintsDN3CA'],
  [7, 'InvalidDNnameConstraints', 'nameConstraintsDN3CA'],
  [8, 'InvalidDNnameConstraints', 'nameConstraintsDN4CA'],
  [9, 'InvalidDNnameConstraints', 'nameConstraintsDN4CA'],
  [10, 'InvalidDNnameConstraints', 'nameConstraintsDN5CA'],
  [11, 'ValidDNnameConstraints', 'nameConstraintsDN5CA'],
  [21, 'ValidRFC822nameConstraints', 'nameConstraintsRFC822CA1'],
  [22, 'InvalidRFC822nameConstraints', 'nameConstraintsRFC822CA1'],
  [23, 'ValidRFC822nameConstraints', 'nameConstraintsRFC822CA2'],
  [24, 'InvalidRFC822nameConstraints', 'nameConstraintsRFC822CA2'],
  [25, 'ValidRFC822nameConstraints', 'nameConstraintsRFC822CA3'],
  [26, 'InvalidRFC822nameConstraints', 'nameConstraintsRFC822CA3'],
  [30, 'ValidDNSnameConstraints', 'nameConstraintsDNS1CA'],
  [31, 'InvalidDNSnameConstraints', 'nameConstraintsDNS1CA'],
  [32, 'ValidDNSnameConstraints', 'nameConstraintsDNS2CA'],
  [33, 'InvalidDNSnameConstraints', 'nameConstraintsDNS2CA'],
  [34, 'ValidURInameConstraints', 'nameConstraintsURI1CA'],
  [35, 'InvalidURInameConstraints', 'nameConstraintsURI1CA'],
  [36, 'ValidURInameConstraints', 'nameConstraintsURI2CA'],
  [37, 'InvalidURInameConstraints', 'nameConstraintsURI2CA'],
  [38, 'InvalidDNSnameConstraints', 'nameConstraintsDNS1CA'],
]

const extensions: readonly Short[] = [
  [1, 'ValidUnknownNotCriticalCertificateExtension'],
  [2, 'InvalidUnknownCriticalCertificateExtension'],
]

export const pkitsTests: readonly PkitsTest[] = [
  ...signatures.map(group('4.1')),
  ...validity.map(group('4.2')),
  ...names.map(group('4.3')),
  ...constraints.map(group('4.6')),
  ...keyUsage.map(group('4.7')),
  ...nameConstraints.map(group('4.13')),
  ...extensions.map(group('4.16')),
]
