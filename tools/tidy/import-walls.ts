import type { Breach, Import, SourceFile, Tree } from './tree.ts';

interface Wall {
  readonly from: RegExp;
  /** Who may nevertheless. */
  readonly except?: RegExp;
  /** Files of ours or packages that are out of reach. */
  readonly to: RegExp;
  readonly why: string;
}

const PAGES = /^src\/(ui|edge)\/|^src\/promises\/[^/]+\/(pages|console)(\/.*)?(\.test)?\.tsx$|\.test\.tsx?$/;

const WALLS: readonly Wall[] = [
  {
    from: /^src\/kernel\//,
    to: /^src\/(ui|promises|edge)\//,
    why: 'the kernel knows no promise, no page and no protocol: arrows go kernel ← ui ← promises ← edge',
  },
  {
    from: /^src\/(kernel|ui|promises)\//,
    except: /\.test\.tsx?$/,
    to: /^src\/(app|main|settings)\.ts$/,
    why: 'parts are given what they need by app.ts, so that tests can give them something else',
  },
  {
    from: /^src\/ui\//,
    to: /^src\/(promises|edge)\//,
    why: 'the look knows no promise: arrows go kernel ← ui ← promises ← edge',
  },
  {
    from: /^src\/(kernel|ui|promises)\//,
    except: /\.test\.tsx?$/,
    to: /^src\/prove\//,
    why: 'what is demonstrated does not know that it is: prove stands above the promises',
  },
  {
    from: /^src\/prove\//,
    except: /\.test\.tsx?$/,
    to: /^src\/(edge|ui)\//,
    why: 'prove knows no protocol and no page: the edge gives it the server and shows what it found',
  },
  {
    from: /^src\/promises\//,
    to: /^src\/edge\//,
    why: 'a promise knows no protocol: arrows go kernel ← ui ← promises ← edge',
  },
  {
    from: /^src\//,
    except: /^src\/kernel\/gate\/|^src\/kernel\/vault\/[^/]*\.test\.ts$/,
    to: /^src\/kernel\/vault\/open\.ts$/,
    why: 'plaintext is had through the gate and nowhere else',
  },
  {
    from: /^src\/kernel\/(policy|vault|ledger)\//,
    to: /^src\/kernel\/gate\//,
    why: 'the gate stands before policy, vault and ledger; they do not know it',
  },
  {
    from: /^src\/verify\//,
    except: /\.test\.ts$/,
    to: /^src\/(?!verify\/)/,
    why: 'a verifier that shares code with the writer would share its mistakes',
  },
  {
    from: /^src\/(?!verify\/)/,
    except: /^src\/(edge|bench)\/|\.test\.tsx?$/,
    to: /^src\/verify\//,
    why: 'the verifier stands alone; the server has its own code',
  },
  {
    from: /^src\//,
    except: /\.(test|program)\.tsx?$/,
    to: /^(test|tools|examples|packages)\//,
    why: 'the program is shipped without its tests and tools',
  },
  {
    from: /^(examples|packages)\//,
    except: /\.test\.tsx?$/,
    to: /^(src|test|tools)\//,
    why: 'an example stands for a program of somebody else',
  },
  { from: /^src\//, except: PAGES, to: /^hono(\/|$)/, why: 'only pages and the edge know HTTP and HTML' },
  {
    from: /^src\//,
    except: /^src\/kernel\/db\//,
    to: /^pg(\/|$)/,
    why: 'the one handle on PostgreSQL is src/kernel/db: it keeps values out of errors',
  },
];

/** Who may import what. */
export function importWalls({ files }: Tree): readonly Breach[] {
  return files.flatMap((file) => file.imports.flatMap((taken) => [...walls(file, taken), ...faces(file, taken)]));
}

function walls({ path }: SourceFile, { specifier, to }: Import): Breach[] {
  const target = to ?? specifier;
  return WALLS.filter((wall) => wall.from.test(path) && !wall.except?.test(path) && wall.to.test(target)).map(
    (wall) => {
      return { path, what: `imports ${target}`, why: wall.why };
    },
  );
}

function faces({ path }: SourceFile, { to = '' }: Import): Breach[] {
  const own = /^src\/promises\/([^/]+)\//.exec(path)?.[1];
  const [, other, inside] = /^src\/promises\/([^/]+)\/(.+)$/.exec(to) ?? [];
  if (!own || !other || own === other || inside === 'index.ts') return [];
  return [{ path, what: `imports ${to}`, why: 'a promise enters another only by its index.ts' }];
}
