/** Nodes by key and, for each, the keys of the nodes it depends on. */
export class Graph<Node> {
  readonly nodes = new Map<string, Node>();
  private readonly dependencies = new Map<string, Set<string>>();

  add(key: string, node: Node): void {
    this.nodes.set(key, node);
    if (!this.dependencies.has(key)) this.dependencies.set(key, new Set());
  }

  /** Makes `from` wait for `to`. Nodes that are not in the graph, and a node itself, are passed over. */
  connect(from: string, to: string): void {
    if (from === to || !this.nodes.has(to)) return;
    this.dependencies.get(from)?.add(to);
  }

  dependenciesOf(key: string): ReadonlySet<string> {
    return this.dependencies.get(key) ?? new Set<string>();
  }

  /** Everything that a node depends on, directly or through others. */
  transitiveDependencies(key: string): Set<string> {
    const reached = new Set<string>();
    const pending = [key];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const dependency of this.dependenciesOf(next)) {
        if (reached.has(dependency)) continue;
        reached.add(dependency);
        pending.push(dependency);
      }
    }
    return reached;
  }

  /** Groups of nodes that depend on each other in a circle (Tarjan's strongly connected components of more than one node). */
  cycles(): string[][] {
    const found: string[][] = [];
    const index = new Map<string, number>();
    const low = new Map<string, number>();
    const stack: string[] = [];
    const onStack = new Set<string>();
    for (const start of this.nodes.keys()) {
      if (index.has(start)) continue;
      const frames = [this.enter(start, index, low, stack, onStack)];
      for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
        const next = frame.rest.next();
        if (next.done === true) {
          frames.pop();
          const caller = frames.at(-1);
          if (caller !== undefined) {
            low.set(caller.key, Math.min(low.get(caller.key) ?? 0, low.get(frame.key) ?? 0));
          }
          if (low.get(frame.key) === index.get(frame.key)) {
            const component = stack.splice(stack.indexOf(frame.key));
            for (const key of component) onStack.delete(key);
            if (component.length > 1) found.push(component);
          }
        } else if (!index.has(next.value)) {
          frames.push(this.enter(next.value, index, low, stack, onStack));
        } else if (onStack.has(next.value)) {
          low.set(frame.key, Math.min(low.get(frame.key) ?? 0, index.get(next.value) ?? 0));
        }
      }
    }
    return found;
  }

  private enter(
    key: string,
    index: Map<string, number>,
    low: Map<string, number>,
    stack: string[],
    onStack: Set<string>,
  ): { readonly key: string; readonly rest: Iterator<string> } {
    low.set(key, index.size);
    index.set(key, index.size);
    stack.push(key);
    onStack.add(key);
    return { key, rest: this.dependenciesOf(key).values() };
  }
}
