import type { CourtWords } from '../words.ts'

/** A report in French. */
export const french: CourtWords = {
  title: 'Ce que prouve ce dossier : {reference}',
  lead: 'Ce rapport dit en mots simples ce que prouvent les fichiers signés qui l’accompagnent, par qui, depuis quand, et ce qu’ils ne prouvent pas. Rien ne repose sur lui : un programme l’établit à partir des fichiers de bundle/, et chacun peut refaire la vérification.',
  made: 'Établi le {time} à partir du dossier du nœud de l’État suivant : {state}, avec rogatory {version}.',
  verdict: 'Le verdict',
  asOfMaking:
    'Tel était le résultat de la vérification lorsque ce rapport a été établi (code {exit}). Refaites-la vous-même avant de vous y fier.',
  first: 'Le premier défaut : {finding}',
  keys: 'À qui sont les clés',
  keysLead:
    'Tout ce qui suit suppose que ces clés sont bien celles des États. Comparez chaque empreinte avec l’État lui-même, par une voie qui ne passe pas par celui qui vous a remis ce dossier.',
  keyLine: '{state}, liste de confiance {sequence} : signée par le certificat dont l’empreinte est',
  proven: 'Ce qui est prouvé',
  provenLead:
    'Chaque message est tel qu’il a été signé : pas un caractère n’en a changé depuis. Les messages suivent l’ordre du journal de l’État suivant : {state}.',
  none: 'Aucun message de ce dossier ne peut être lu ou ne tient.',
  letter: 'Le lire comme une lettre',
  file: 'Fichier',
  placed: 'Message {sequence} du dossier de la demande.',
  unplaced: 'Il n’a pas encore de place dans le dossier de la demande.',
  refused: 'Il a été refusé et n’a pas de place dans le dossier de la demande.',
  signedBy: 'Signé avec une clé de l’État suivant : {state}, le {time}, selon le signataire.',
  certificate:
    'Le certificat de la clé (SHA-256 {digest}, numéro de série {serial}) était valable du {from} au {until}.',
  notRevoked: 'Son autorité ne l’avait pas révoqué au {time}, date de la liste la plus récente du dossier.',
  revoked: 'Son autorité l’a révoqué le {time} ({reason}) ; ce qu’il a signé compte jusqu’au {from}.',
  statusUnknown: 'Le dossier ne contient aucune liste de certificats révoqués de son autorité.',
  logged: 'Dans le journal de l’État suivant : {state}, entrée {index}, le {time} selon son horloge.',
  seen: 'Il se trouvait dans ce journal au plus tard le {time} : une tête du journal qui le couvre a été cosignée par {by}. Autres signataires : {count}.',
  unseen:
    'Personne d’autre n’a cosigné une tête du journal qui le couvre : depuis quand il s’y trouve, seul l’État suivant le dit : {state}.',
  receipt: '{state} a signé, le {time}, que son nœud a reçu le message.',
  receiptRefuses: '{state} a signé, le {time}, que son nœud a refusé le message ({code}).',
  receiptSigner: 'L’accusé est signé avec une clé de l’État suivant : {state}.',
  noReceipt: 'Il n’y a pas d’accusé de l’autre État.',
  promiseKept: 'L’entrée de journal que l’accusé promet se trouve dans ce journal.',
  promiseProven:
    'L’entrée de journal que l’accusé promet se trouve dans le journal de l’État suivant : {state}. Une preuve du dossier mène de cette entrée à une tête que ce journal a signée.',
  promiseElsewhere:
    'L’entrée de journal que l’accusé promet se trouve dans le journal de l’État suivant, qui n’est pas dans ce dossier : {state}.',
  log: 'Le journal',
  logLine:
    'Le journal {origin} a {size} entrées, du {from} au {until}. Sa tête signée les couvre toutes : aucune ne peut être changée, retirée ou ajoutée sans une autre tête.',
  cosignedLine:
    'Jusqu’à l’entrée {size}, il a été cosigné par {by}, le {time}. Qui cosigne a vu cette histoire et aucune autre.',
  balancedLine: '{state} et {peer} ont tous deux signé qu’ils ont les mêmes messages, jusqu’au {time}.',
  exhibits: 'Pièces',
  exhibitsLead:
    'Les messages désignent ces fichiers par leur empreinte. Les fichiers eux-mêmes ne sont pas dans le dossier. Un fichier qui a le même SHA-256 est celui qui était visé ; pour comparer : sha256sum -c exhibits.sha256',
  exhibit: 'Pièce',
  name: 'Nom',
  bytes: 'Octets',
  message: 'Message',
  custody: 'Conservation',
  custodyLead:
    'Ce que les deux États ont signé sur la conservation de chaque fichier, et ce que le journal de ce dossier en dit, dans l’ordre du temps, avec ce qui prouve chaque maillon ; au-dessous, ce que l’autorité destinataire a fait du fichier. Qui a agi sans être révélé est désigné comme le nœud. Ce que seul dit le journal de l’autre État n’y figure pas : donnez les deux dossiers à verify --custody.',
  notProven: 'Ce qui n’est pas prouvé',
  notProvenLead: 'Rien de ce qui suit ne découle de ce dossier, même si le verdict est bon.',
  check: 'Vérifiez vous-même',
  checkLead:
    'Ouvrez une page verify.html que vous n’avez pas reçue avec ce dossier, de votre propre autorité ou de là où le programme est publié, et déposez-y ce fichier ; elle n’a besoin d’aucun réseau. Ou utilisez la commande : node /path/to/source/dist/rogatory.js verify /path/to/FILE.zip. La page jointe à ce rapport est la même, mais qui pourrait falsifier le dossier pourrait aussi falsifier la page.',
  sentences: {
    verdict:
      'La vérification n’a pas abouti à un bon résultat (code {exit}). Ce qu’elle a trouvé figure ci-dessus, et ce qui en dépend n’est pas prouvé.',
    notPinned:
      'Que les clés sont celles des États suivants : {states}. Personne n’a comparé les empreintes pour ce rapport.',
    oneSide:
      'Ce que détient l’autre côté. Ce dossier est celui d’un seul État : {state}. Des messages qu’il n’aurait jamais inscrits à son journal ne se verraient pas ici ; ils se voient lorsque le dossier de l’autre côté ({peers}) est vérifié avec celui-ci.',
    noReceipt:
      'Que l’autre État a reçu {messages} ({count}) : il n’y a pas d’accusé. Seul l’État suivant dit l’avoir envoyé : {state}.',
    refused: 'Que {messages} ({count}) a produit un effet : le nœud destinataire l’a refusé.',
    promisedElsewhere:
      'Que {peers} a conservé les entrées de journal que promettent ses accusés ({count}) : son journal n’est pas dans ce dossier.',
    neverCosigned:
      'Depuis quand le journal de l’État suivant est tel qu’il est : {state}. Personne d’autre ne l’a cosigné : il a pu être écrit en entier juste avant ce dossier, dans la mesure où les accusés de l’autre État ne disent pas le contraire.',
    notYetCosigned:
      'Depuis quand {messages} se trouve dans le journal : les têtes cosignées couvrent {size} entrées sur {entries}, et pas celles-là.',
    ownTime:
      'Les heures exactes. Ce sont celles des horloges des nœuds ; les accusés et les cosignatures ne font que les encadrer. Aucun horodatage d’une autorité neutre n’est dans ce dossier.',
    stampedTime:
      'Les heures exactes. Ce sont celles des horloges des nœuds ; les accusés, les cosignatures et les horodatages ne font que les encadrer. Selon l’horodatage le plus récent de ce dossier, les {size} premières entrées du journal existaient le {until}. Il est de « {by} » ; il n’a pas été vérifié ici s’il est digne de foi : donnez le certificat de son autorité à la vérification.',
    undisclosed:
      'Ce que {count} entrées du journal sur cette affaire disent de qui a agi et des détails : cela n’a pas été divulgué.',
    revocationsUntil:
      'Qu’aucun certificat de l’État suivant n’a été révoqué après le {until} : {state}. Demandez à son autorité sa liste la plus récente et donnez-la à la vérification.',
    revocationsUnknown:
      'Qu’aucun certificat de l’État suivant n’a été révoqué : {state}. Aucune liste de son autorité n’est dans le dossier.',
    exhibits:
      'Ce que contiennent les fichiers annoncés par les messages ({count}). Seuls leurs noms, tailles et empreintes sont prouvés.',
    restored:
      'Que {count} messages ont toujours été dans la base de données de l’État suivant : {state}. Il les a perdus, puis repris de l’autre côté. Leurs signatures tiennent néanmoins.',
    truth: 'Que ce que dit un message est vrai. Il est prouvé que l’État l’a dit, non que c’est ainsi.',
    people:
      'Quelle personne a agi. Les noms dans le journal reposent sur la parole du nœud de l’État suivant : {state}. C’est un État qui signe, non une personne.',
    otherRequests:
      'Sur quoi portent d’autres demandes de l’État suivant : {state}, et qui y a agi. Tout le journal est dans ce dossier, et ses entrées à leur sujet se lisent en partie : quel genre d’événement, quand, avec quel État, un nombre, un code et, par une empreinte, quelles entrées vont ensemble. Les personnes, les détails et les messages ne peuvent pas être lus ici.',
    words:
      'Qu’une lettre dit la même chose que son message dans chaque nuance. Les mots fixes des lettres sont des traductions ; ce que des personnes ont écrit y figure tel quel. Le message signé fait foi.',
  },
}
