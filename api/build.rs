//! Lists what `explorer/build` has left in `explorer/dist`, for `server/explorer/asset.rs` to embed. When there is nothing, the list is
//! empty and the page comes from a CDN: npm and the network are never called from here, so that a build is made of the files it was
//! given and of nothing else.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let bundle = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("explorer/dist");
    println!("cargo:rerun-if-changed={}", bundle.display());

    let mut files = Vec::new();
    if bundle.is_dir() {
        for entry in fs::read_dir(&bundle)? {
            let path = entry?.path();
            files.extend((path.extension().is_some_and(|end| end == "gz")).then_some(path));
        }
    }
    // Directories are listed in no order of their own.
    files.sort();
    let lines = files.iter().map(|path| line(path)).collect::<Result<Vec<_>, _>>()?;
    let list = PathBuf::from(env::var("OUT_DIR")?).join("bundle.rs");
    fs::write(list, format!("&[\n{}]\n", lines.concat()))?;
    Ok(())
}

fn line(path: &Path) -> Result<String, Box<dyn Error>> {
    let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a file of the bundle has no name in UTF-8")?;
    Ok(format!("    Asset {{ name: {name:?}, content: include_bytes!({path:?}), bundled: true }},\n"))
}
