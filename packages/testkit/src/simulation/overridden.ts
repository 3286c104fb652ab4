/** A port with other methods; all else is its own. */
export const overridden = <Port extends object>(port: Port, methods: Partial<Port>): Port =>
  new Proxy(port, {
    get: (target, name) => {
      const method: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name)
      return typeof method === 'function' && !Object.hasOwn(methods, name) ? method.bind(target) : method
    },
  })
