import type { PageWords } from '../words.ts'

/** The page in French. */
export const french: PageWords = {
  title: 'Rogatory : vérification d’un dossier',
  lead: 'Cette page vérifie les preuves d’un échange entre États : que rien n’y a été changé, retiré ni ajouté. Elle fonctionne sur cet ordinateur seul. Elle n’envoie rien nulle part et n’a besoin d’aucun réseau.',
  languages: 'Langue',
  bundles: '1. Les dossiers',
  dropHere: 'Déposez ici des dossiers : fichiers ZIP ou répertoires.',
  pickFiles: 'Choisir des fichiers ZIP',
  pickFolder: 'Choisir un répertoire',
  bothSides:
    'Si vous avez aussi le dossier de l’autre État, donnez les deux : chaque côté est alors confronté à l’autre.',
  remove: 'Retirer',
  known: '2. Ce que vous savez par ailleurs',
  pins: 'Empreintes que vous avez comparées, une par ligne',
  pinsHelp:
    'Par téléphone, sur papier, dans un registre officiel. Écrivez le code de l’État, un signe égal et l’empreinte : 64 chiffres hexadécimaux, ou 24 mots.',
  pick: 'Choisir des fichiers',
  checkpoints: 'Têtes signées (checkpoints) des journaux, que vous avez conservées',
  revocations: 'Listes de certificats révoqués que vous avez obtenues vous-même (DER)',
  policy: 'Quels témoins doivent avoir cosigné (C2SP tlog-policy)',
  timeAuthorities: 'Autorités d’horodatage auxquelles vous vous fiez : leurs certificats (PEM)',
  timeAuthoritiesHelp:
    'Sans eux, un horodatage est lu et indiqué, mais personne ne répond de celui qui l’a fait.',
  check: 'Vérifier',
  checking: 'Vérification en cours…',
  reading: 'Lecture de {name}…',
  verdict: '3. Le verdict',
  stale: 'Ce que vous savez a été modifié après cette vérification. Vérifiez de nouveau.',
  exit: 'code {exit}',
  first: 'Le premier défaut',
  notPinned:
    'Personne n’a dit ici que ces États sont bien ceux qu’ils semblent être. Celui qui a fait le dossier a pu faire aussi les clés. Comparez les empreintes ci-dessous avec chaque État et saisissez-les ci-dessus.',
  oneSide:
    'Un seul côté est présent : aucun dossier de {states} n’a été donné. Ce que l’autre côté détient et que celui-ci omet ne se voit pas.',
  notCompared: 'NON COMPARÉ avec un autre dossier : {names}. On ne voit pas de qui il est.',
  oneSideShown:
    'Il n’y a donc ici aucun dossier dont on voie qu’il est de {states}. Ce que ce côté détient et que l’autre omet ne se voit pas.',
  uncosigned:
    '{name} : aucun autre État ni témoin n’a cosigné le journal de cet État : {state}. Depuis quand il est tel quel, et que nul n’en a vu un autre, seul cet État le dit.',
  partlyCosigned:
    '{name} : messages et accusés qu’aucune tête du journal cosignée par d’autres ne couvre : {count}. Depuis quand ils s’y trouvent, seul l’État suivant le dit : {state}.',
  cosignedBy:
    '{name} : autres signataires du journal de cet État ({state}) : {count} ({by}), jusqu’à l’entrée {size}.',
  allPinned: 'Les clés sont celles dont vous avez saisi les empreintes.',
  notAllPinned:
    'TOUTES LES CLÉS NE SONT PAS CELLES DONT VOUS AVEZ SAISI LES EMPREINTES. Dans ceux-ci, une liste de confiance n’a pas été crue, ou pas examinée : {names}. Le tableau ci-dessous montre laquelle. Ce qui s’y trouve peut être de n’importe qui.',
  notVouched:
    'Une autorité d’horodatage a daté un journal, et personne n’a dit ici qu’on peut s’y fier. Procurez-vous son certificat par une voie à vous et donnez-le ci-dessus.',
  checkedAll: '{name} : vérifié jusqu’au bout. Tout ce qu’il contient tient.',
  checkedRest: '{name} : vérifié jusqu’au bout. Tout ce que les constats ne nomment pas tient.',
  checkedBehind: '{name} : NON VÉRIFIÉS au-delà de ce qui y est nommé : {files}.',
  checkedLog:
    '{name} : le journal a été vérifié, et RIEN D’AUTRE de ce dossier. Aucune liste de confiance valable ne dit à qui est ce journal.',
  checkedNothing:
    '{name} : la vérification s’est arrêtée à ce qui est nommé. RIEN D’AUTRE de ce dossier n’a été vérifié, et aucune empreinte n’a servi : on ne voit pas de qui il vient.',
  entries: '{name} : qui a fait quoi, quand et d’où, selon le journal de {state} ({count})',
  entriesLead:
    'Les entrées sur les demandes de ce dossier, et toutes celles dont quelque chose est ouvert. Ce qui les ouvre a été vérifié et tient.',
  entriesMore:
    'D’autres entrées ne sont pas montrées ici : {count}. La commande rogatory verify --entries les dit toutes, ou celles d’une demande.',
  number: 'entrée',
  time: 'heure (UTC)',
  event: 'événement',
  about: 'au sujet de',
  who: 'qui',
  place: 'd’où',
  details: 'détails',
  notOpened: 'non ouvert ici',
  erased: 'effacé',
  custody: 'Qui a eu en main chaque fichier remis, et ce qu’il en a été fait ({count})',
  states: 'À qui sont les clés',
  state: 'État',
  list: 'liste de confiance',
  signer: 'empreinte de son signataire',
  compared: 'comparée',
  yes: 'oui',
  no: 'non',
  noMatch: 'NON : elle ne correspond pas à ce que vous avez saisi',
  notBelieved: 'NON : la liste ne tient pas',
  notLookedAt: 'NON : elle n’a pas été examinée',
  told: 'Tout ce qui a été trouvé, comme le dit la commande rogatory verify (en anglais)',
  json: 'La même chose pour un programme (JSON)',
  beside:
    'À côté du dossier, {name} contient des fichiers dont aucun État ne répond. NON VÉRIFIÉS, ces fichiers ({count}) : {files}. Ils peuvent dire n’importe quoi : ne vous y fiez pas.',
  besideSigned:
    'À côté du dossier, {name} contient des textes à lire. Cette page n’a pas refait les lettres et le rapport à partir des preuves ; la commande rogatory verify le fait. Mais l’État suivant a signé ces fichiers tels quels : {state} ({count}) : {files}.',
  print: 'Imprimer',
  refused: 'NON LU',
  refusedMeans:
    'Rien n’a été vérifié : quelque chose de ce qui a été donné ne peut être lu, ou n’est pas ce pour quoi on l’a donné.',
  noBundle:
    'Il n’y a pas de dossier dans ce qui a été donné : pas un seul des fichiers dont un dossier est fait. Rien n’a été vérifié, et rien n’est dit contre personne. Donnez le fichier zip, ou le répertoire, où se trouve le fichier nommé checkpoint, ou celui du dossier pour le tribunal.',
  failed: 'NON VÉRIFIÉ',
  failedMeans: 'La vérification n’a pas pu être menée à son terme. Cela ne dit rien du dossier.',
  version: '{program}. Le même programme que la commande, fait de la même source.',
}
