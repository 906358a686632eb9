package io.troupe.launcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Signals of the operating system. */
interface UnixSignals {
    /** Calls {@code handler} on a thread of the JVM for each signal of this name. @return undoes it */
    Runnable handle(String name, Runnable handler);

    /**
     * Through {@code sun.misc.Signal} of the module jdk.unsupported, the only way that there is. By reflection, since
     * the compiler warns of every mention and knows no way not to.
     */
    static UnixSignals ofThisProcess() {
        return (name, handler) -> {
            try {
                Class<?> signalType = Class.forName("sun.misc.Signal");
                Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
                Method handle = signalType.getMethod("handle", signalType, handlerType);
                Object signal = signalType.getConstructor(String.class).newInstance(name);
                Object proxy = Proxy.newProxyInstance(UnixSignals.class.getClassLoader(), new Class<?>[] {handlerType},
                    (self, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(handler, arguments);
                        }
                        handler.run();
                        return null;
                    });
                Object before = handle.invoke(null, signal, proxy);
                return () -> restore(handle, signal, before);
            } catch (InvocationTargetException e) {
                // The JVM was told to leave this signal alone (-Xrs), or the system has none of this name.
                return () -> { };
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this Java has no sun.misc.Signal", e);
            }
        };
    }

    private static void restore(Method handle, Object signal, Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
