import { group, type PkitsTest } from './pkitsTests.ts'

/*
 * The tests of PKITS in which revocation lists decide, and whose paths are a leaf under one authority that the trust
 * anchor has certified: sections 4.4, 4.14 and 4.15, and those of 4.7 about the right to sign lists. Left out is 4.4.2,
 * whose path is longer.
 */

type ListShort = readonly [number, string, string]

export interface PkitsListTest extends PkitsTest {
  readonly authority: string
  /** Names of the files of the lists with which the authority answers for the leaf, without their ending. */
  readonly lists: readonly string[]
}

const revocation: readonly ListShort[] = [
  [1, 'InvalidMissingCRL', 'NoCRLCA'],
  [3, 'InvalidRevokedEE', 'GoodCA'],
  [4, 'InvalidBadCRLSignature', 'BadCRLSignatureCA'],
  [5, 'InvalidBadCRLIssuerName', 'BadCRLIssuerNameCA'],
  [6, 'InvalidWrongCRL', 'WrongCRLCA'],
  [7, 'ValidTwoCRLs', 'TwoCRLsCA'],
  [8, 'InvalidUnknownCRLEntryExtension', 'UnknownCRLEntryExtensionCA'],
  [9, 'InvalidUnknownCRLExtension', 'UnknownCRLExtensionCA'],
  [10, 'InvalidUnknownCRLExtension', 'UnknownCRLExtensionCA'],
  [11, 'InvalidOldCRLnextUpdate', 'OldCRLnextUpdateCA'],
  [12, 'Invalidpre2000CRLnextUpdate', 'pre2000CRLnextUpdateCA'],
  [13, 'ValidGeneralizedTimeCRLnextUpdate', 'GeneralizedTimeCRLnextUpdateCA'],
  [14, 'ValidNegativeSerialNumber', 'NegativeSerialNumberCA'],
  [15, 'InvalidNegativeSerialNumber', 'NegativeSerialNumberCA'],
  [16, 'ValidLongSerialNumber', 'LongSerialNumberCA'],
  [17, 'ValidLongSerialNumber', 'LongSerialNumberCA'],
  [18, 'InvalidLongSerialNumber', 'LongSerialNumberCA'],
  [19, 'ValidSeparateCertificateandCRLKeys', 'SeparateCertificateandCRLKeysCertificateSigningCA'],
  [20, 'InvalidSeparateCertificateandCRLKeys', 'SeparateCertificateandCRLKeysCertificateSigningCA'],
  [21, 'InvalidSeparateCertificateandCRLKeys', 'SeparateCertificateandCRLKeysCA2CertificateSigningCA'],
]

/** Authorities that may not sign their revocation list: nobody's list holds. */
const keyUsageOfLists: readonly ListShort[] = [
  [4, 'InvalidkeyUsageCriticalcRLSignFalse', 'keyUsageCriticalcRLSignFalseCA'],
  [5, 'InvalidkeyUsageNotCriticalcRLSignFalse', 'keyUsageNotCriticalcRLSignFalseCA'],
]

const distributionPoints: readonly ListShort[] = [
  [1, 'ValiddistributionPoint', 'distributionPoint1CA'],
  [2, 'InvaliddistributionPoint', 'distributionPoint1CA'],
  [3, 'InvaliddistributionPoint', 'distributionPoint1CA'],
  [4, 'ValiddistributionPoint', 'distributionPoint1CA'],
  [5, 'ValiddistributionPoint', 'distributionPoint2CA'],
  [6, 'InvaliddistributionPoint', 'distributionPoint2CA'],
  [7, 'ValiddistributionPoint', 'distributionPoint2CA'],
  [8, 'InvaliddistributionPoint', 'distributionPoint2CA'],
  [9, 'InvaliddistributionPoint', 'distributionPoint2CA'],
  [10, 'ValidNoissuingDistributionPoint', 'NoissuingDistributionPointCA'],
  [11, 'InvalidonlyContainsUserCerts', 'onlyContainsUserCertsCA'],
  [12, 'InvalidonlyContainsCACerts', 'onlyContainsCACertsCA'],
  [13, 'ValidonlyContainsCACerts', 'onlyContainsCACertsCA'],
  [14, 'InvalidonlyContainsAttributeCerts', 'onlyContainsAttributeCertsCA'],
  [15, 'InvalidonlySomeReasons', 'onlySomeReasonsCA1'],
  [16, 'InvalidonlySomeReasons', 'onlySomeReasonsCA1'],
  [17, 'InvalidonlySomeReasons', 'onlySomeReasonsCA2'],
  [18, 'ValidonlySomeReasons', 'onlySomeReasonsCA3'],
  [19, 'ValidonlySomeReasons', 'onlySomeReasonsCA4'],
  [20, 'InvalidonlySomeReasons', 'onlySomeReasonsCA4'],
  [21, 'InvalidonlySomeReasons', 'onlySomeReasonsCA4'],
  [22, 'ValidIDPwithindirectCRL', 'indirectCRLCA1'],
  [23, 'InvalidIDPwithindirectCRL', 'indirectCRLCA1'],
  [24, 'ValidIDPwithindirectCRL', 'indirectCRLCA2'],
  [25, 'ValidIDPwithindirectCRL', 'indirectCRLCA2'],
  [26, 'InvalidIDPwithindirectCRL', 'indirectCRLCA2'],
  [27, 'InvalidcRLIssuer', 'indirectCRLCA2'],
  [28, 'ValidcRLIssuer', 'indirectCRLCA3'],
  [29, 'ValidcRLIssuer', 'indirectCRLCA3'],
  [30, 'ValidcRLIssuer', 'indirectCRLCA4'],
  [31, 'InvalidcRLIssuer', 'indirectCRLCA6'],
  [32, 'InvalidcRLIssuer', 'indirectCRLCA6'],
  [33, 'ValidcRLIssuer', 'indirectCRLCA6'],
  [34, 'InvalidcRLIssuer', 'indirectCRLCA5'],
  [35, 'InvalidcRLIssuer', 'indirectCRLCA5'],
]

const deltas: readonly ListShort[] = [
  [1, 'InvaliddeltaCRLIndicatorNoBase', 'deltaCRLIndicatorNoBaseCA'],
  [2, 'ValiddeltaCRL', 'deltaCRLCA1'],
  [3, 'InvaliddeltaCRL', 'deltaCRLCA1'],
  [4, 'InvaliddeltaCRL', 'deltaCRLCA1'],
  [5, 'ValiddeltaCRL', 'deltaCRLCA1'],
  [6, 'InvaliddeltaCRL', 'deltaCRLCA1'],
  [7, 'ValiddeltaCRL', 'deltaCRLCA1'],
  [8, 'ValiddeltaCRL', 'deltaCRLCA2'],
  [9, 'InvaliddeltaCRL', 'deltaCRLCA2'],
  [10, 'InvaliddeltaCRL', 'deltaCRLCA3'],
]

/** Where the lists of an authority are not the one file that is named after it. */
const otherLists: Readonly<Record<string, readonly string[]>> = {
  NoCRLCA: [],
  TwoCRLsCA: ['TwoCRLsCABadCRL', 'TwoCRLsCAGoodCRL'],
  SeparateCertificateandCRLKeysCertificateSigningCA: ['SeparateCertificateandCRLKeysCRL'],
  SeparateCertificateandCRLKeysCA2CertificateSigningCA: ['SeparateCertificateandCRLKeysCA2CRL'],
  onlySomeReasonsCA1: ['onlySomeReasonsCA1compromiseCRL', 'onlySomeReasonsCA1otherreasonsCRL'],
  onlySomeReasonsCA2: ['onlySomeReasonsCA2CRL1', 'onlySomeReasonsCA2CRL2'],
  onlySomeReasonsCA3: ['onlySomeReasonsCA3compromiseCRL', 'onlySomeReasonsCA3otherreasonsCRL'],
  onlySomeReasonsCA4: ['onlySomeReasonsCA4compromiseCRL', 'onlySomeReasonsCA4otherreasonsCRL'],
  indirectCRLCA2: ['indirectCRLCA1CRL'],
  indirectCRLCA3: ['indirectCRLCA3CRL', 'indirectCRLCA3cRLIssuerCRL'],
  indirectCRLCA4: ['indirectCRLCA4cRLIssuerCRL'],
  indirectCRLCA6: ['indirectCRLCA5CRL'],
  deltaCRLCA1: ['deltaCRLCA1CRL', 'deltaCRLCA1deltaCRL'],
  deltaCRLCA2: ['deltaCRLCA2CRL', 'deltaCRLCA2deltaCRL'],
  deltaCRLCA3: ['deltaCRLCA3CRL', 'deltaCRLCA3deltaCRL'],
}

const listed =
  (section: string) =>
  (short: ListShort): PkitsListTest => {
    const [, , authority] = short
    return {
      ...group(section)(short),
      authority: `${authority}Cert`,
      lists: otherLists[authority] ?? [`${authority}CRL`],
    }
  }

export const pkitsListTests: readonly PkitsListTest[] = [
  ...revocation.map(listed('4.4')),
  ...keyUsageOfLists.map(listed('4.7')),
  ...distributionPoints.map(listed('4.14')),
  ...deltas.map(listed('4.15')),
]
