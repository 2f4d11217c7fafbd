import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configText, extendedSpecText } from '../manifests.ts';
import { seed } from '../seed.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { fixEverything } from './fixed.ts';

/** JSON of a health annotation in the styles of YAML scalars, with a comma behind its last items where wanted. */
const healthStyles: Readonly<Record<string, (comma: string) => string>> = {
  single: comma => `'[{"type": "http", "send": "GET /it''s", "interval": 5${comma}}${comma}]'`,
  double: comma =>
    `"[{\\"type\\": \\"http\\", \\"send\\": \\"GET /\\\\u0020\\",\\t\\"interval\\": 5${comma}} ${comma}]"`,
  literal: comma =>
    `|\n      [\n        {"type": "http", "send": ",]",\n         "interval": 5${comma} },${' '}\n        {"type": "tcp"}${comma}\n      ]`,
  folded: comma => `>-\n      [{"type": "http",\n      "interval": 5${comma}\n      }${comma}\n\n      ]`,
  'over lines': comma => `'[{"type": "http",\n      "interval": 5${comma}}\n      ${comma}]'`,
};

interface Layout {
  readonly health: string;
  readonly spec: '|' | '|-' | '>-' | 'quoted';
  readonly quotedKeys: boolean;
}

interface Slips {
  readonly host: string;
  readonly balance: string;
  readonly vserverAddr: string;
  readonly allowOverride: string;
  readonly comma: string;
  readonly label: string;
}

const right: Slips = {
  host: 'host',
  balance: 'balance',
  vserverAddr: 'vserverAddr',
  allowOverride: 'allowOverride',
  comma: '',
  label: '\n    f5nr: "true"',
};
const wrong: Slips = {
  host: 'hots',
  balance: 'Balance',
  vserverAddr: 'vserverAdr',
  allowOverride: 'alowOverride',
  comma: ',',
  label: '',
};

function filesOf({ health, spec, quotedKeys }: Layout, slips: Slips): Record<string, string> {
  const { host, balance, vserverAddr, allowOverride, comma, label } = slips;
  const key = (name: string): string => (quotedKeys ? `'${name}'` : name);
  const entries =
    spec === 'quoted'
      ? `"extendedRouteSpec: [{namespace: shop, ${vserverAddr}: 10.8.3.11, '${allowOverride}': \\"false\\"}]"`
      : spec === '>-'
        ? `>-\n    {extendedRouteSpec: [{namespace: shop,\n    ${vserverAddr}: 10.8.3.11, # no comment in here\n    "${allowOverride}": "false"}]}`.replace(
            ' # no comment in here',
            '',
          )
        : `${spec}\n    extendedRouteSpec: # groups\n      - namespace: shop\n        ${vserverAddr}: 10.8.3.11   # the café\n        ${key(allowOverride)}: "false"`;
  return {
    'render.yaml': configText(),
    'clusters/east/spec.yaml': `# Settings of all groups.
apiVersion: v1
kind: ConfigMap
metadata:
  name: extended-spec
  namespace: kube-system # never a group's
  labels:
    team: 'edge'${label}
data:
  extendedSpec: ${entries}
`,
    'clusters/east/shop.yaml': `---
# The café.
apiVersion: route.openshift.io/v1
kind: Route
metadata:
  name: cafe
  namespace: shop
  annotations:
    ${key(`virtual-server.f5.com/${balance}`)}:   least-connections-member # by load
    virtual-server.f5.com/health: ${(healthStyles[health] ?? String)(comma)}
spec:
  ${key(host)}:    "cafe.example.com"
  to: {kind: Service, name: cafe}
---
apiVersion: v1
kind: Service
metadata: {name: cafe, namespace: shop}
spec: {ports: [{port: 8080}]}
`,
  };
}

const layouts: fc.Arbitrary<Layout> = fc.record({
  health: fc.constantFrom(...Object.keys(healthStyles)),
  spec: fc.constantFrom('|', '|-', '>-', 'quoted'),
  quotedKeys: fc.boolean(),
});

describe('fixes give back the text without the mistakes, byte for byte', () => {
  test('whatever the layout, whichever mistakes there are', async () => {
    const root = temporaryWorkspace(filesOf({ health: 'single', spec: '|', quotedKeys: false }, right));
    const keys = Object.keys(right) as Array<keyof Slips>;
    await fc.assert(
      fc.asyncProperty(layouts, fc.subarray(keys), fc.boolean(), fc.boolean(), async (layout, damaged, crlf, cut) => {
        const shape = (files: Record<string, string>): Record<string, string> =>
          Object.fromEntries(
            Object.entries(files).map(([path, text]) => {
              const whole = cut ? text.trimEnd() : text;
              return [path, crlf ? whole.replaceAll('\n', '\r\n') : whole];
            }),
          );
        const undamaged = shape(filesOf(layout, right));
        const slips = { ...right, ...Object.fromEntries(damaged.map(key => [key, wrong[key]])) };
        const { files, left } = await fixEverything(root, shape(filesOf(layout, slips)));
        expect(files).toEqual(undamaged);
        expect(left).toEqual((await fixEverything(root, undamaged)).left);
      }),
      { seed, numRuns: 150 },
    );
  });

  test('or leave a misspelt word as it is, where it is not certain what it was', async () => {
    const layout: Layout = { health: 'single', spec: '|', quotedKeys: false };
    const root = temporaryWorkspace(filesOf(layout, right));
    const undamaged = filesOf(layout, right);
    let mended = 0;
    let tried = 0;
    const words = fc.constantFrom<keyof Slips>('host', 'balance', 'vserverAddr', 'allowOverride');
    await fc.assert(
      fc.asyncProperty(words, fc.nat(), fc.constantFrom('drop', 'double', 'swap', 'case'), async (key, place, how) => {
        const word = right[key];
        const at = place % (word.length - 1);
        const [before, first = '', second = '', after] = [
          word.slice(0, at),
          word[at],
          word[at + 1],
          word.slice(at + 2),
        ];
        const slip = {
          drop: before + second + after,
          double: before + first + first + second + after,
          swap: before + second + first + after,
          case: before + (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + second + after,
        }[how];
        if (slip === word) return;
        tried++;
        const damaged = filesOf(layout, { ...right, [key]: slip });
        const { files, rounds } = await fixEverything(root, damaged);
        if (rounds.length > 0) mended++;
        expect(files).toEqual(rounds.length > 0 ? undamaged : damaged);
      }),
      { seed, numRuns: 120 },
    );
    // Nearly all of them are certain.
    expect(tried).toBeGreaterThan(90);
    expect(mended / tried).toBeGreaterThan(0.95);
  });
});

describe('no fix is offered', () => {
  const layout: Layout = { health: 'single', spec: '|', quotedKeys: false };
  const unfixed = async (files: Record<string, string>): Promise<void> => {
    const result = await fixEverything(temporaryWorkspace(files), files);
    expect(result.files).toEqual(files);
    expect(result.left.length).toBeGreaterThan(0);
  };

  test('for a key that stands there already', async () => {
    const files = filesOf(layout, right);
    const twice = {
      'clusters/east/shop.yaml': `${files['clusters/east/shop.yaml']}`.replace('  to:', '  hots: a.com\n  to:'),
    };
    await unfixed({ ...files, ...twice });
  });

  test('for JSON that is wrong in another way too, or whose comma is written as an escape', async () => {
    const files = filesOf(layout, right);
    const shop = `${files['clusters/east/shop.yaml']}`;
    const wrongs = [`'[{"type": "http",}'`, `'[{"type": "http",,}]'`, `'[,]'`, `"[{\\"type\\": \\"http\\"\\u002c}]"`];
    for (const health of wrongs) {
      const text = shop.replace(/health: .*/, `health: ${health}`);
      await unfixed({ ...files, 'clusters/east/shop.yaml': text });
    }
  });

  test('for a word with an escape in it', async () => {
    const spec = '"extendedRouteSpec: [{namespace: shop, vserverAd\\u0072: 10.8.3.11}]"';
    await unfixed({ ...filesOf(layout, right), 'clusters/east/spec.yaml': extendedSpecText('', spec) });
  });

  test('for one of two words that are equally near', async () => {
    // `pool` and `pools` of a VirtualServer and a TransportServer: not without a look at what stands there.
    const virtualServer = (pool: string) => `apiVersion: cis.f5.com/v1
kind: VirtualServer
metadata: {name: cafe, namespace: shop, labels: {f5cr: "true"}}
spec:
  host: cafe.example.com
  virtualServerAddress: 10.8.3.11
  pool: ${pool}
`;
    const config = configText()
      .replace('openshift', 'customresource')
      .replace(/\n.*extended-spec-configmap.*/, '');
    const files = (pool: string) => ({ 'render.yaml': config, 'clusters/east/cafe.yaml': virtualServer(pool) });
    await unfixed(files('{service: cafe, servicePort: 8080}'));
    const list = files('[{service: cafe, servicePort: 8080}]');
    const { files: fixed } = await fixEverything(temporaryWorkspace(list), list);
    expect(fixed['clusters/east/cafe.yaml']).toBe(list['clusters/east/cafe.yaml'].replace('pool:', 'pools:'));
  });
});

describe('an alias', () => {
  test('of a mapping with a misspelt key is mended once, where it is written', async () => {
    const route = (name: string, port: string) => `  - apiVersion: route.openshift.io/v1
    kind: Route
    metadata: {name: ${name}, namespace: shop}
    spec: {host: ${name}.example.com, to: {name: cafe, kind: Service}, port: ${port}}
`;
    const text = (key: string) =>
      `apiVersion: v1\nkind: List\nitems:\n${route('one', `&port {${key}: 8080}`)}${route('two', '*port')}`;
    const files = {
      ...filesOf({ health: 'single', spec: '|', quotedKeys: false }, right),
      'clusters/east/list.yaml': text('targetPrt'),
    };
    const { files: fixed, rounds } = await fixEverything(temporaryWorkspace(files), files);
    expect(rounds.map(fixes => fixes.length)).toEqual([2]);
    expect(fixed['clusters/east/list.yaml']).toBe(text('targetPort'));
  });
});

describe('a word that only one of a few words can have been', () => {
  const cluster = (mode: string, state: string) =>
    extendedSpecText(`mode: ${mode}
highAvailabilityCIS:
  primaryEndPoint: http://10.1.1.1:8001
  probeInterval: 30
  retryInterval: 3
  primaryCluster: {clusterName: east, secret: kube-system/east}
  secondaryCluster: {clusterName: west, secret: kube-system/west, adminState: ${state}}
extendedRouteSpec:
  - {namespace: shop, vserverAddr: 10.8.3.11}`);
  const config = configText({ args: ['--multi-cluster-mode=primary', '--local-cluster-name=east'], others: ['west'] });
  const fixedSpec = async (text: string): Promise<string | undefined> => {
    const files = {
      'render.yaml': config,
      'clusters/east/spec.yaml': text,
      'clusters/west/ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n',
    };
    return (await fixEverything(temporaryWorkspace(files), files)).files['clusters/east/spec.yaml'];
  };

  test('is mended in its quotes', async () => {
    expect(await fixedSpec(cluster('Ratio', '"ofline"'))).toBe(cluster('ratio', '"offline"'));
    expect(await fixedSpec(cluster('active-standy', 'no_pool'))).toBe(cluster('active-standby', 'no-pool'));
  });

  test('is left where it can have been several, or none', async () => {
    for (const text of [cluster('active', 'enable'), cluster('ratio', 'nable-not')])
      expect(await fixedSpec(text)).toBe(text);
  });

  test('is mended in a custom resource, and as a key in the JSON of an annotation', async () => {
    const profile = (termination: string) => `apiVersion: cis.f5.com/v1
kind: TLSProfile
metadata: {name: common, namespace: shop, labels: {f5cr: "true"}}
spec:
  hosts: [cafe.example.com]
  tls: {termination: ${termination}, clientSSL: /Common/clientssl, reference: bigip}
`;
    const custom = configText()
      .replace('openshift', 'customresource')
      .replace(/\n.*extended-spec-configmap.*/, '');
    const files = { 'render.yaml': custom, 'clusters/east/tls.yaml': profile('reencypt') };
    const { files: fixed } = await fixEverything(temporaryWorkspace(files), files);
    expect(fixed['clusters/east/tls.yaml']).toBe(profile('reencrypt'));

    const layout: Layout = { health: 'double', spec: '|', quotedKeys: false };
    const undamaged = filesOf(layout, right);
    const damaged = {
      ...undamaged,
      'clusters/east/shop.yaml': `${undamaged['clusters/east/shop.yaml']}`.replace('interval', 'intervall'),
    };
    expect((await fixEverything(temporaryWorkspace(damaged), damaged)).files).toEqual(undamaged);
  });
});
