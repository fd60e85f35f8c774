package io.github.sharedsession.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The files of this machine by paths that count what is asked of them: each count is one
 * to three calls of the operating system.
 */
public final class CountingFileSystem extends FileSystem {

	private final FileSystem delegate = FileSystems.getDefault();

	private final Map<String, Integer> counts = new TreeMap<>();

	private final Provider provider = new Provider();

	/** What the counted path stands for. */
	private interface Counted {

		Path delegate();

	}

	/** The same path, which counts. */
	public Path of(Path path) {
		return (Path) Proxy.newProxyInstance(Counted.class.getClassLoader(),
				new Class<?>[] { Path.class, Counted.class }, (proxy, method, args) -> invoke(path, method, args));
	}

	/** What was asked for since this was called last. */
	public Map<String, Integer> counts() {
		synchronized (this.counts) {
			Map<String, Integer> counts = new TreeMap<>(this.counts);
			this.counts.clear();
			return counts;
		}
	}

	private void count(String what) {
		synchronized (this.counts) {
			this.counts.merge(what, 1, Integer::sum);
		}
	}

	private @Nullable Object invoke(Path path, Method method, Object @Nullable [] args) throws Throwable {
		if (method.getName().equals("delegate")) {
			return path;
		}
		if (method.getName().equals("getFileSystem")) {
			return this;
		}
		Object[] arguments = (args != null) ? args.clone() : new Object[0];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = (arguments[i] instanceof Counted counted) ? counted.delegate() : arguments[i];
		}
		try {
			return wrap(method.invoke(path, arguments));
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private @Nullable Object wrap(@Nullable Object result) {
		if (result instanceof Path path) {
			return of(path);
		}
		return (result instanceof Iterator<?> iterator) ? wrapAll(iterator) : result;
	}

	private Iterator<Path> wrapAll(Iterator<?> iterator) {
		List<Path> paths = new ArrayList<>();
		iterator.forEachRemaining((path) -> paths.add(of((Path) path)));
		return paths.iterator();
	}

	private static Path unwrap(Path path) {
		return ((Counted) path).delegate();
	}

	@Override
	public FileSystemProvider provider() {
		return this.provider;
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public boolean isReadOnly() {
		return false;
	}

	@Override
	public String getSeparator() {
		return this.delegate.getSeparator();
	}

	@Override
	public Iterable<Path> getRootDirectories() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Iterable<FileStore> getFileStores() {
		return this.delegate.getFileStores();
	}

	@Override
	public Set<String> supportedFileAttributeViews() {
		return this.delegate.supportedFileAttributeViews();
	}

	@Override
	public Path getPath(String first, String... more) {
		return of(this.delegate.getPath(first, more));
	}

	@Override
	public PathMatcher getPathMatcher(String syntaxAndPattern) {
		throw new UnsupportedOperationException();
	}

	@Override
	public UserPrincipalLookupService getUserPrincipalLookupService() {
		return this.delegate.getUserPrincipalLookupService();
	}

	@Override
	public WatchService newWatchService() {
		throw new UnsupportedOperationException();
	}

	private final class Provider extends FileSystemProvider {

		private final FileSystemProvider delegate = FileSystems.getDefault().provider();

		@Override
		public String getScheme() {
			return "counting";
		}

		@Override
		public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
			throw new UnsupportedOperationException();
		}

		@Override
		public FileSystem getFileSystem(URI uri) {
			return CountingFileSystem.this;
		}

		@Override
		public Path getPath(URI uri) {
			throw new UnsupportedOperationException();
		}

		@Override
		public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
				FileAttribute<?>... attrs) throws IOException {
			count("open");
			return this.delegate.newByteChannel(unwrap(path), options, attrs);
		}

		@Override
		public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
				throws IOException {
			count("open");
			return this.delegate.newFileChannel(unwrap(path), options, attrs);
		}

		@Override
		public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
			count("open");
			return this.delegate.newInputStream(unwrap(path), options);
		}

		@Override
		public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
			count("open");
			return this.delegate.newOutputStream(unwrap(path), options);
		}

		@Override
		public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
				throws IOException {
			count("list");
			DirectoryStream<Path> stream = this.delegate.newDirectoryStream(unwrap(dir),
					(path) -> filter.accept(of(path)));
			return new DirectoryStream<>() {

				@Override
				public Iterator<Path> iterator() {
					return wrapAll(stream.iterator());
				}

				@Override
				public void close() throws IOException {
					stream.close();
				}

			};
		}

		@Override
		public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
			count("make directory");
			this.delegate.createDirectory(unwrap(dir), attrs);
		}

		@Override
		public void delete(Path path) throws IOException {
			count("delete");
			this.delegate.delete(unwrap(path));
		}

		@Override
		public void copy(Path source, Path target, CopyOption... options) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void move(Path source, Path target, CopyOption... options) throws IOException {
			count("move");
			this.delegate.move(unwrap(source), unwrap(target), options);
		}

		@Override
		public boolean isSameFile(Path path, Path other) throws IOException {
			count("look");
			return this.delegate.isSameFile(unwrap(path), unwrap(other));
		}

		@Override
		public boolean isHidden(Path path) throws IOException {
			return this.delegate.isHidden(unwrap(path));
		}

		@Override
		public FileStore getFileStore(Path path) throws IOException {
			return this.delegate.getFileStore(unwrap(path));
		}

		@Override
		public void checkAccess(Path path, AccessMode... modes) throws IOException {
			count("look");
			this.delegate.checkAccess(unwrap(path), modes);
		}

		@Override
		public <V extends FileAttributeView> @Nullable V getFileAttributeView(Path path, Class<V> type,
				LinkOption... options) {
			return this.delegate.getFileAttributeView(unwrap(path), type, options);
		}

		@Override
		public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
				throws IOException {
			count("look");
			return this.delegate.readAttributes(unwrap(path), type, options);
		}

		@Override
		public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
				throws IOException {
			count("look");
			return this.delegate.readAttributes(unwrap(path), attributes, options);
		}

		@Override
		public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
			this.delegate.setAttribute(unwrap(path), attribute, value, options);
		}

	}

}
