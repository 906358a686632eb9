package io.troupe.learner.checkpoint;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.safetensors.Safetensors;
import io.troupe.proto.CheckpointFile;
import io.troupe.proto.CheckpointManifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Writes and reads one checkpoint's folder. It appears under its name only when all of it is on the disk. */
final class CheckpointFolder {
    static final String MANIFEST = "manifest.json";
    static final String UNFINISHED = ".unfinished-";
    private static final int PIECE_BYTES = 1 << 18;

    /** Writes a file's bytes. */
    @FunctionalInterface
    interface Body {
        void writeTo(WritableByteChannel file) throws IOException;
    }

    private CheckpointFolder() {
    }

    /** Writes files and manifest into a temporary folder, forces them to the disk, and renames it. */
    static void write(Path folder, CheckpointManifest description, Map<String, Body> files) throws IOException {
        Path unfinished = folder.resolveSibling(UNFINISHED + folder.getFileName());
        Files.createDirectories(folder.getParent());
        delete(unfinished);
        Files.createDirectory(unfinished);
        CheckpointManifest.Builder manifest = description.toBuilder().clearFiles();
        for (Map.Entry<String, Body> file : files.entrySet()) {
            manifest.addFiles(writeForced(unfinished.resolve(file.getKey()), file.getValue()));
        }
        byte[] text = ManifestJson.write(manifest.build()).getBytes(StandardCharsets.UTF_8);
        writeForced(unfinished.resolve(MANIFEST), file -> file.write(ByteBuffer.wrap(text)));
        forceFolder(unfinished);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(folder.getParent());
    }

    /**
     * Checks a folder against its manifest.
     *
     * @throws TroupeException CHECKPOINT with what is wrong
     */
    static StoredCheckpoint verify(Path folder) {
        CheckpointManifest manifest = manifest(folder);
        if (manifest.getFilesCount() == 0) {
            throw new TroupeException(ErrorCode.CHECKPOINT, folder + " lists no files");
        }
        for (CheckpointFile file : manifest.getFilesList()) {
            CheckpointFile found = describe(folder.resolve(file.getName()));
            if (!found.equals(file)) {
                throw new TroupeException(ErrorCode.CHECKPOINT, folder.resolve(file.getName()) + " has "
                    + found.getSizeBytes() + " bytes with checksum " + found.getChecksum() + ", its manifest says "
                    + file.getSizeBytes() + " with " + file.getChecksum());
            }
        }
        return new StoredCheckpoint(folder, manifest);
    }

    /** What it says of itself, unchecked. */
    static CheckpointManifest manifest(Path folder) {
        return ManifestJson.read(folder.resolve(MANIFEST).toString(),
            StandardCharsets.UTF_8.decode(read(folder.resolve(MANIFEST))).toString());
    }

    static ByteBuffer read(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CHECKPOINT, file + " cannot be read: " + e, e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static CheckpointFile writeForced(Path file, Body body) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Checksum checksum = new Checksum(channel);
            body.writeTo(checksum);
            channel.force(true);
            return checksum.describe(file);
        }
    }

    /** Reads in pieces: see {@link Safetensors#write}. */
    private static CheckpointFile describe(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Checksum checksum = new Checksum(null);
            ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
            while (channel.read(piece) >= 0) {
                checksum.write(piece.flip());
                piece.clear();
            }
            return checksum.describe(file);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CHECKPOINT, file + " cannot be read: " + e, e);
        }
    }

    /** Without it the new name itself could be lost with the host. Windows cannot open a folder. */
    private static void forceFolder(Path folder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Counts and sums up what goes through it. */
    private static final class Checksum implements WritableByteChannel {
        private final FileChannel next;
        private final CRC32C crc = new CRC32C();
        private long bytes;

        /** @param next where the bytes go; null: nowhere */
        Checksum(FileChannel next) {
            this.next = next;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = source.remaining();
            crc.update(source.duplicate());
            while (next != null && source.hasRemaining()) {
                next.write(source);
            }
            source.position(source.limit());
            bytes += count;
            return count;
        }

        CheckpointFile describe(Path file) {
            return CheckpointFile.newBuilder().setName(file.getFileName().toString()).setSizeBytes(bytes)
                .setChecksum((int) crc.getValue()).build();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // The file is closed by who opened it.
        }
    }
}
