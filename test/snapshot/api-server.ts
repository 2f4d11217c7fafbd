import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Kubernetes object as an API server has it. */
export interface LiveObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

const kind = (apiVersion: string, name: string, resource: string, namespaced = true): Kind => ({
  apiVersion,
  kind: name,
  resource,
  namespaced,
});

const kubernetes: readonly Kind[] = [
  kind('v1', 'Node', 'nodes', false),
  kind('v1', 'Namespace', 'namespaces', false),
  kind('v1', 'Service', 'services'),
  kind('v1', 'Endpoints', 'endpoints'),
  kind('v1', 'Pod', 'pods'),
  kind('v1', 'ConfigMap', 'configmaps'),
  kind('v1', 'Secret', 'secrets'),
  kind('apps/v1', 'Deployment', 'deployments'),
  kind('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
];
const openshift: readonly Kind[] = [kind('route.openshift.io/v1', 'Route', 'routes')];
const controller: readonly Kind[] = [
  kind('cis.f5.com/v1', 'VirtualServer', 'virtualservers'),
  kind('cis.f5.com/v1', 'TransportServer', 'transportservers'),
  kind('cis.f5.com/v1', 'IngressLink', 'ingresslinks'),
  kind('cis.f5.com/v1', 'TLSProfile', 'tlsprofiles'),
  kind('cis.f5.com/v1', 'Policy', 'policies'),
  kind('cis.f5.com/v1', 'ExternalDNS', 'externaldnses'),
];
export const kinds = { kubernetes, openshift, controller } as const;

/** What a request is answered with, in place of what the server has. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface ApiServerOptions {
  readonly objects: readonly LiveObject[];
  /** Which kinds there are; all unless it is given. */
  readonly has?: readonly Kind[];
  /** Answers some requests in its own way, by their path with its query; `hang` never answers. */
  readonly answers?: (path: string) => Answer | 'hang' | undefined;
}

export interface ApiServer {
  readonly url: string;
  /** Paths of all requests, with their queries, in the order that they came. */
  readonly requests: readonly string[];
  /** What the server has from now on. */
  objects: readonly LiveObject[];
  readonly stop: () => Promise<void>;
}

/** A `Status`, as an API server refuses something. */
export function status(code: number, reason: string, message: string): Answer {
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  return { status: code, body: JSON.stringify(body) };
}

export function forbidden(resource: string, group = ''): Answer {
  const what = group === '' ? resource : `${resource}.${group}`;
  const message = `${what} is forbidden: User "jane" cannot list resource "${resource}" in API group "${group}" at the cluster scope`;
  return status(403, 'Forbidden', message);
}

/** An API server on loopback, as far as it is read: discovery, lists in pages and single objects. */
export async function startApiServer({ objects, has, answers }: ApiServerOptions): Promise<ApiServer> {
  const known = has ?? [...kubernetes, ...openshift, ...controller];
  const requests: string[] = [];
  const state = { objects };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/[?&]timeout=[^&]*/, '').replace(/^([^?&]*)&/, '$1?');
    // Some kubectl first ask how old the server is.
    if (path !== '/version') requests.push(path);
    const answer =
      request.method === 'GET' ? (answers?.(path) ?? answerTo(path, known, state.objects)) : refuse(request);
    if (answer !== 'hang') send(response, answer);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop: () => stop(server),
    get objects() {
      return state.objects;
    },
    set objects(next) {
      state.objects = next;
    },
  };
}

function refuse({ method }: IncomingMessage): Answer {
  return status(405, 'MethodNotAllowed', `${method} is not needed to read a cluster`);
}

function send(response: ServerResponse, { status: code, body }: Answer): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(body);
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
}

const notFound = { status: 404, body: '404 page not found\n' };

function answerTo(url: string, known: readonly Kind[], objects: readonly LiveObject[]): Answer {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, version, rest = ''] =
    /^\/api\/(v1)(\/.*)?$/.exec(pathname) ?? /^\/apis\/([^/]+\/[^/]+)(\/.*)?$/.exec(pathname) ?? [];
  const here = known.filter(({ apiVersion }) => apiVersion === version);
  if (here.length === 0) return notFound;
  if (rest === '') return discovery(version ?? '', here);
  const [, namespace, resource, name] = /^(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/.exec(rest) ?? [];
  const found = here.find(each => each.resource === resource);
  if (!found) return notFound;
  const ofKind = objects.filter(
    object => object.kind === found.kind && (namespace === undefined || object.metadata.namespace === namespace),
  );
  if (name === undefined) return list(found, ofKind, searchParams);
  const object = ofKind.find(({ metadata }) => metadata.name === name);
  return object
    ? { status: 200, body: JSON.stringify(object) }
    : status(404, 'NotFound', `${resource} "${name}" not found`);
}

function discovery(groupVersion: string, here: readonly Kind[]): Answer {
  const resources = here.flatMap(({ kind: name, resource, namespaced }) => [
    { name: resource, singularName: '', namespaced, kind: name, verbs: ['get', 'list', 'watch'] },
    { name: `${resource}/status`, singularName: '', namespaced, kind: name, verbs: ['get'] },
  ]);
  return { status: 200, body: JSON.stringify({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }) };
}

/** A list, as an API server gives it: its items have neither kind nor version, and what is left comes with a token. */
function list({ apiVersion, kind: name }: Kind, objects: readonly LiveObject[], query: URLSearchParams): Answer {
  const [key = '', value] = query.get('labelSelector')?.split('=') ?? [];
  const selected = objects.filter(({ metadata }) => key === '' || metadata.labels?.[key] === value);
  const start = Number(query.get('continue') ?? 0);
  const limit = Number(query.get('limit') ?? 0) || selected.length;
  const more = start + limit < selected.length;
  const metadata = { resourceVersion: '4711', ...(more && { continue: String(start + limit) }) };
  const items = selected.slice(start, start + limit).map(({ apiVersion: _, kind: __, ...object }) => object);
  return { status: 200, body: JSON.stringify({ kind: `${name}List`, apiVersion, metadata, items }) };
}
