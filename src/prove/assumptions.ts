import { say } from '../kernel/probe.ts';
import type { Words } from '../kernel/words.ts';

/** What the policy rests on and no program can show of itself. Listed by `prove` and at `/policy`. */
export const ASSUMPTIONS: readonly Words[] = [
  say(
    'Работает та программа, которую мы показываем: кто управляет сервером, может запустить и другую.',
    'The program that runs is the one that is shown: whoever runs the server can run another.',
    'Працює та програма, яку ми показуємо: хто керує сервером, може запустити й іншу.',
  ),
  say(
    'Тот, кто полностью владеет машиной, не читает память программы, пока данные в ней открыты.',
    'Whoever holds the machine as a whole does not read the memory of the program while data are open in it.',
    'Той, хто повністю володіє машиною, не читає пам’ять програми, поки дані в ній відкриті.',
  ),
  say(
    'Хранилище ключей, если оно внешнее, уничтожает ключи в объявленный срок.',
    'A key service, where one is used, destroys keys within the time it states.',
    'Сховище ключів, якщо воно зовнішнє, знищує ключі в оголошений строк.',
  ),
  say(
    'Удалённый с диска файл ключа на самом деле исчезает: на твердотельных дисках это обещает только их изготовитель.',
    'A key file that is deleted from the disk is really gone: of solid-state disks only their maker promises that.',
    'Видалений із диска файл ключа справді зникає: для твердотільних дисків це обіцяє лише їхній виробник.',
  ),
  say(
    'Копии, унесённые в другое место, уничтожаются в свой срок теми, кто их унёс.',
    'Copies that were carried elsewhere are destroyed in time by those who carried them.',
    'Копії, винесені в інше місце, знищують у свій строк ті, хто їх виніс.',
  ),
  say(
    'Две учётные записи — два человека: отличить одного человека с двумя записями программа не может.',
    'Two accounts are two people: the program cannot tell one human with two of them.',
    'Два облікові записи — дві людини: відрізнити одну людину з двома записами програма не може.',
  ),
  say(
    'Кому данные переданы по Политике (служба, банк, орган власти), тот хранит их у себя по своим правилам.',
    'Whoever was handed data under the policy (a service, a bank, an authority) keeps them by rules of their own.',
    'Кому дані передано за Політикою (служба, банк, орган влади), той зберігає їх у себе за своїми правилами.',
  ),
];
