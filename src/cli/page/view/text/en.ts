import type { PageWords } from '../words.ts'

/** The page in English. */
export const english: PageWords = {
  title: 'Rogatory: check of a bundle',
  lead: 'This page checks evidence of an exchange between States: that nothing in it was changed, left out or added. It runs on this computer alone. It sends nothing anywhere, and works without any network.',
  languages: 'Language',
  bundles: '1. The bundles',
  dropHere: 'Drop bundles here: zip files, or folders.',
  pickFiles: 'Pick zip files',
  pickFolder: 'Pick a folder',
  bothSides:
    'If you have the bundle of the other State as well, give both: each side is then held against the other.',
  remove: 'Take away',
  known: '2. What you know from elsewhere',
  pins: 'Fingerprints that you have compared, one a line',
  pinsHelp:
    'By telephone, on paper, from an official register. Write the code of the State, an equals sign, and the fingerprint: 64 hexadecimal digits, or 24 words.',
  pick: 'Pick files',
  checkpoints: 'Checkpoints (signed heads) of the logs that you kept',
  revocations: 'Lists of revoked certificates that you fetched yourself (DER)',
  policy: 'Which witnesses must have cosigned (C2SP tlog-policy)',
  timeAuthorities: 'Time-stamp authorities that you believe: their certificates (PEM)',
  timeAuthoritiesHelp: 'Without them a time stamp is read and told, but nobody vouches for who made it.',
  check: 'Check',
  checking: 'Checking…',
  reading: 'Reading {name}…',
  verdict: '3. The verdict',
  stale: 'What you know was changed after this check. Check again.',
  exit: 'exit {exit}',
  first: 'What is wrong first',
  notPinned:
    'Nobody has said here that these States are who they seem. Whoever made the bundle could have made the keys as well. Compare the fingerprints below with each State, and enter them above.',
  oneSide:
    'Only one side is here: no bundle of {states} was given. What the other side has and this one leaves out does not show.',
  notCompared: 'NOT COMPARED with any other bundle: {names}. It does not show whose they are.',
  oneSideShown:
    'So there is no bundle here that shows to be of {states}. What that side has, and the other leaves out, does not show.',
  uncosigned:
    '{name}: no other State and no witness has countersigned the log of {state}. Since when it is as it is, and that nobody was shown another one, only that State says.',
  partlyCosigned:
    '{name}: of the messages and receipts, these many stand in no head of the log that anybody else has countersigned: {count}. Since when they stand there, only {state} says.',
  cosignedBy: '{name}: others who have countersigned the log of {state}: {count} ({by}), up to entry {size}.',
  allPinned: 'The keys are those whose fingerprints you entered.',
  notAllPinned:
    'NOT ALL KEYS ARE THOSE WHOSE FINGERPRINTS YOU ENTERED. In these a trust list was not believed, or not looked at: {names}. The table below shows which. What is in them may be of anybody.',
  notVouched:
    'A time-stamp authority has dated a log, and nobody has said here that it can be believed. Get its certificate on a way of your own, and give it above.',
  checkedAll: '{name}: checked to the end. All of it holds.',
  checkedRest: '{name}: checked to the end. All of it that is not named in what was found holds.',
  checkedBehind: '{name}: NOT CHECKED FURTHER than what is named in them are these: {files}.',
  checkedLog:
    '{name}: the log was checked, and NOTHING ELSE of this bundle. No trust list in it that holds says whose log it is.',
  checkedNothing:
    '{name}: the check stopped at what is named. NOTHING ELSE of this bundle was checked, and no fingerprint was used for it: it does not show whose it is.',
  entries: '{name}: who did what, when and from where, by the log of {state} ({count})',
  entriesLead:
    'Entries about the requests of this bundle, and all of which something is opened. What opens them was checked and holds.',
  entriesMore:
    'There are more, which are not shown here: {count}. The command rogatory verify --entries tells all, or those about one request.',
  number: 'entry',
  time: 'time (UTC)',
  event: 'event',
  about: 'about',
  who: 'who',
  place: 'from where',
  details: 'details',
  notOpened: 'not opened here',
  erased: 'erased',
  custody: 'Who had each file in hands that is handed over, and what was made of it ({count})',
  states: 'Whose keys',
  state: 'State',
  list: 'trust list',
  signer: 'fingerprint of its signer',
  compared: 'compared',
  yes: 'yes',
  no: 'no',
  noMatch: 'NO: it does not match what you entered',
  notBelieved: 'NO: the list does not hold',
  notLookedAt: 'NO: it was not looked at',
  told: 'All that was found, as the command rogatory verify tells it',
  json: 'The same for a program (JSON)',
  beside:
    'Beside the bundle, {name} holds files that no State vouches for. NOT CHECKED are these ({count}): {files}. They may say anything: do not rely on them.',
  besideSigned:
    'Beside the bundle, {name} holds words to read. This page has not made the letters and the report anew from the evidence; the command rogatory verify does. But {state} has signed these files ({count}) as they are: {files}.',
  print: 'Print',
  refused: 'NOT READ',
  refusedMeans:
    'Nothing was checked: something that was given cannot be read, or is not what it was given as.',
  noBundle:
    'There is no bundle in what was given: not one of the files of which a bundle consists. Nothing was checked, and nothing is said against anybody. Give the zip file, or the folder, in which the file named checkpoint lies, or that of a court file.',
  failed: 'NOT CHECKED',
  failedMeans: 'The check could not be brought to its end. That says nothing about the bundle.',
  version: '{program}. The same program as the command, made from the same source.',
}
