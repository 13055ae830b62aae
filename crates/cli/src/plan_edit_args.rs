//! The command line of `jingwei plan edit`.

use clap::{Args, Subcommand};

/// A line or points, as somebody draws them.
#[derive(Debug, Args)]
pub(crate) struct Drawn {
    /// A line: "x1,y1 x2,y2 ..." in the working CRS, or a GeoJSON file with a line.
    #[arg(long, value_name = "LINE", allow_hyphen_values = true)]
    pub(crate) line: String,
    /// The numbers are longitudes and latitudes.
    #[arg(long)]
    pub(crate) lonlat: bool,
}

/// `jingwei plan edit`
#[derive(Debug, Subcommand)]
pub(crate) enum Edit {
    /// Courtyards go to a grid. 划转
    Move {
        /// Codes of the courtyards.
        #[arg(required = true, value_name = "COURTYARD")]
        courtyards: Vec<String>,
        /// The grid.
        #[arg(long, value_name = "GRID")]
        to: String,
    },
    /// Grids become one. 合并
    Merge {
        /// The grids that end.
        #[arg(required = true, value_name = "GRID")]
        grids: Vec<String>,
        /// The grid that goes on.
        #[arg(long, value_name = "GRID")]
        into: String,
    },
    /// A grid becomes several. 拆分
    Split {
        /// The grid.
        grid: String,
        /// Into this many parts with about equal households.
        #[arg(long, value_name = "N", required_unless_present_any = ["courtyards", "line"])]
        parts: Option<u32>,
        /// These courtyards become a grid.
        #[arg(long, value_delimiter = ',', value_name = "COURTYARD", conflicts_with = "parts")]
        courtyards: Vec<String>,
        /// What lies on the right of this line becomes a grid: "x1,y1 x2,y2 ..." in the working CRS, or a GeoJSON file.
        #[arg(long, value_name = "LINE", allow_hyphen_values = true, conflicts_with_all = ["parts", "courtyards"])]
        line: Option<String>,
        /// The numbers of the line are longitudes and latitudes.
        #[arg(long, requires = "line")]
        lonlat: bool,
    },
    /// The boundary between two grids is drawn anew along the cells nearest to a line. 重划边界
    Redraw {
        /// The grid on the left of the line.
        left: String,
        /// The grid on its right.
        right: String,
        #[command(flatten)]
        drawn: Drawn,
    },
    /// Ground without courtyards goes to a grid, or becomes nobody's: the boundary moves along shared arcs. 调整边界
    Reshape {
        /// The grid, or "none".
        to: String,
        /// Numbers of the cells.
        #[arg(long, value_delimiter = ',', value_name = "CELL", required_unless_present = "points")]
        cells: Vec<u32>,
        /// Points in the cells, "x,y x,y ..." in the working CRS, or a GeoJSON file of points or of an area.
        #[arg(long, value_name = "POINTS", allow_hyphen_values = true, conflicts_with = "cells")]
        points: Option<String>,
        /// The numbers are longitudes and latitudes.
        #[arg(long, requires = "points")]
        lonlat: bool,
    },
    /// A grid is founded. 新设
    New {
        /// Codes of its courtyards.
        #[arg(required = true, value_name = "COURTYARD")]
        courtyards: Vec<String>,
        /// Its name.
        #[arg(long, default_value = "")]
        name: String,
    },
    /// A grid ends; its courtyards go to the grids beside it. 撤销网格
    Dissolve {
        /// The grid.
        grid: String,
    },
    /// A grid gets a name. 更名
    Rename {
        /// The grid.
        grid: String,
        /// The name.
        name: String,
    },
    /// A grid gets a code. 改码
    Recode {
        /// The grid.
        grid: String,
        /// The code.
        code: String,
    },
    /// A grid refuses changes. 锁定
    Lock {
        /// The grid.
        grid: String,
    },
    /// A grid accepts changes again. 解锁
    Unlock {
        /// The grid.
        grid: String,
    },
    /// A document allows a grid to break a rule. 例外
    Exception {
        /// The grid.
        grid: String,
        /// The document's number.
        #[arg(long, value_name = "NUMBER")]
        document: String,
    },
}
